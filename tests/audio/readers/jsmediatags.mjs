// jsmediatags.mjs MODULES FILE: what jsmediatags reads, as JSON. Chapter starts are in milliseconds.
import { createRequire } from "node:module";
import path from "node:path";

const [modules, file] = process.argv.slice(2);
const library = createRequire(import.meta.url)(path.join(modules, "jsmediatags"));
new library.Reader(file).read({
  onSuccess: ({ tags }) => console.log(JSON.stringify({
    title: tags.title, artist: tags.artist, album: tags.album, version: tags.version ?? null,
    chapters: [].concat(tags.CHAP ?? []).map(({ data }) => ({
      id: data.id, start: data.startTime, end: data.endTime, title: data.subFrames.TIT2.data,
    })),
    contents: tags.CTOC ? [].concat(tags.CTOC)[0].data : null,
  })),
  onError: (error) => { console.error(error.type, error.info); process.exit(1); },
});
