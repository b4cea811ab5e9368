// music_metadata.mjs MODULES FILE: what music-metadata reads, as JSON. Chapter starts are in seconds.
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import path from "node:path";

const [modules, file] = process.argv.slice(2);
const home = path.join(modules, "music-metadata");
const { default: manifest } = { default: createRequire(import.meta.url)(path.join(home, "package.json")) };
const entry = manifest.exports?.["."]?.node?.import ?? manifest.exports?.["."]?.import ?? "lib/index.js";
const library = await import(pathToFileURL(path.join(home, typeof entry === "string" ? entry : entry.default)));
const found = await library.parseFile(file, { includeChapters: true, duration: true });
const { common, format } = found;
console.log(JSON.stringify({
  title: common.title, artist: common.artist, album: common.album, language: common.language,
  picture: common.picture?.[0]?.data?.length ?? 0,
  duration: format.duration, codecProfile: format.codecProfile, bitrate: format.bitrate, samples: format.numberOfSamples,
  chapters: (format.chapters ?? []).map((chapter) => ({ title: chapter.title, start: chapter.start, end: chapter.end })),
}));
