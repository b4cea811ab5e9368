// What podcast-partytime reads in a feed: node partytime.mjs NODE_MODULES FEED
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, file] = process.argv.slice(2);
process.env.LOG_LEVEL = "silent";
const load = createRequire(modules + "/");
const { parseFeed } = load("podcast-partytime");
console.log(JSON.stringify(parseFeed(readFileSync(file, "utf8"))));
