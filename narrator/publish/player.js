"use strict";
(() => {
  const root = document.documentElement, find = (what, where = document) => where.querySelector(what);
  const audio = find("audio"), box = find(".custom"), main = find("main");
  const play = find(".play"), seek = find(".seek"), now = find(".now"), here = find(".chapter"), status = find(".status");
  const speed = find(".speed"), volume = find(".volume"), wave = find(".wave"), peek = find(".peek");
  const links = [...document.querySelectorAll(".chapters a")];
  const chapters = links.map(link => ({ link, at: +link.dataset.t / 1000, title: link.firstChild.textContent }));
  const sentences = [...document.querySelectorAll(".s")].map(span => ({ span, at: +span.dataset.t / 1000, end: +span.dataset.e / 1000 }));
  sentences.sort((a, b) => a.at - b.at);
  const length = () => audio.duration || +audio.dataset.length / 1000;
  const key = "narrator:" + main.dataset.id;
  root.classList.add("js");
  box.hidden = false;
  if (/[#&]embed\b/.test(location.hash)) {  // in a frame on somebody's page: what leads away opens beside it
    root.classList.add("embed");
    Object.assign(find(".label a"), { href: location.href.replace(/#.*/, "#about"), target: "_blank", rel: "noopener" });
  }

  // ---- memory: private windows and some files have none
  const recall = name => { try { return localStorage.getItem(name); } catch { return null; } };
  const store = (name, value) => { try { localStorage.setItem(name, value); } catch { /* so be it */ } };

  // ---- time
  const clock = s => {
    s = Math.floor(s);
    const h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60, two = n => String(n).padStart(2, "0");
    return (h ? h + ":" + two(m) : m) + ":" + two(s % 60);
  };
  const last = (list, t) => {  // the last entry that starts at t or before
    let low = 0, high = list.length;
    while (low < high) { const middle = (low + high) >> 1; if (list[middle].at <= t + 0.01) low = middle + 1; else high = middle; }
    return low - 1;
  };
  let wanted = null;  // a place to go to before the audio knows its length
  const position = () => wanted ?? audio.currentTime;
  const go = t => {
    t = Math.max(0, Math.min(t, length()));
    if (audio.readyState) { audio.currentTime = t; wanted = null; } else wanted = t;
    draw();
  };
  audio.addEventListener("loadedmetadata", () => { if (wanted !== null) go(wanted); });

  // ---- words: a sentence is divided when it is first needed
  const divide = sentence => {
    if (sentence.words) return sentence.words;
    const text = sentence.span.textContent, marks = sentence.span.dataset.w.split(" ").map(pair => pair.split(",").map(Number));
    const parts = document.createDocumentFragment();
    sentence.words = marks.map(([from, ms], index) => {
      const word = document.createElement("b"), to = index + 1 < marks.length ? marks[index + 1][0] : text.length;
      const body = text.slice(from, to), bare = body.trimEnd();
      word.textContent = bare;
      parts.append(word, body.slice(bare.length));
      return { span: word, at: sentence.at + ms / 1000 };
    });
    sentence.span.replaceChildren(parts);
    return sentence.words;
  };

  // ---- drawing
  let spoken = null, word = null, chapter = null, touched = 0;
  const mark = (old, fresh) => { if (old !== fresh) { old?.classList.remove("on"); fresh?.classList.add("on"); } return fresh; };
  const follow = span => {
    if (audio.paused || performance.now() - touched < 6000) return;
    const place = span.getBoundingClientRect(), top = find(".player").getBoundingClientRect().bottom;
    if (place.top < top + 8 || place.bottom > innerHeight - 24) {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      scrollBy({ top: place.top - top - (innerHeight - top) / 3, behavior: calm ? "auto" : "smooth" });
    }
  };
  const draw = () => {
    const t = position(), sentence = sentences[last(sentences, t)], on = sentence && t < sentence.end + 0.25 && (t > 0 || !audio.paused);
    now.textContent = clock(t);
    wave.style.setProperty("--at", 100 * t / length() + "%");
    if (document.activeElement !== seek || !seek.matches(":active")) seek.value = 1000 * t / length();
    const heading = chapters[last(chapters, t)];
    if (heading !== chapter) {
      chapter?.link.removeAttribute("aria-current");
      chapter = heading;
      chapter?.link.setAttribute("aria-current", "true");
      here.textContent = chapter ? chapter.title : "";
    }
    seek.setAttribute("aria-valuetext", clock(t) + " / " + clock(length()) + (chapter ? ", " + chapter.title : ""));
    const before = spoken;
    spoken = mark(spoken, on ? sentence.span : null);
    word = mark(word, on ? (words => words[Math.max(0, last(words, t))]?.span)(divide(sentence)) ?? null : null);
    if (spoken && spoken !== before) follow(spoken);
  };
  let frame = 0;
  const run = () => { draw(); frame = audio.paused ? 0 : requestAnimationFrame(run); };

  // ---- the audio tells
  const state = () => {
    const playing = !audio.paused;
    root.classList.toggle("playing", playing);
    play.setAttribute("aria-label", playing ? play.dataset.pause : play.dataset.play);
    if (playing && !frame) run();
    store(key, audio.ended ? 0 : position());
  };
  for (const spot of [audio, find("source")]) spot.addEventListener("error", () => { status.textContent = status.dataset.failed; });
  play.dataset.play = play.getAttribute("aria-label");
  for (const name of ["play", "pause", "ended"]) audio.addEventListener(name, state);
  for (const name of ["seeked", "timeupdate", "durationchange"]) audio.addEventListener(name, draw);
  addEventListener("pagehide", state);
  setInterval(() => { if (!audio.paused) store(key, audio.currentTime); }, 5000);

  // ---- the listener says
  const toggle = () => { if (audio.paused) audio.play().catch(() => {}); else audio.pause(); };
  const from = t => { go(t); touched = 0; audio.play().catch(() => {}); };
  const step = by => go(position() + by);
  const leap = by => { const at = last(chapters, position() - (by < 0 ? 2 : 0)) + (by > 0 ? 1 : 0); if (chapters[at]) go(chapters[at].at); };
  const pace = by => { speed.selectedIndex = Math.max(0, Math.min(speed.length - 1, speed.selectedIndex + by)); speed.dispatchEvent(new Event("change")); };
  play.addEventListener("click", toggle);
  find(".back").addEventListener("click", () => step(-15));
  find(".forward").addEventListener("click", () => step(15));
  seek.addEventListener("input", () => go(seek.value / 1000 * length()));
  seek.addEventListener("keydown", event => {  // in seconds, not in thousandths of the whole
    const by = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -60, PageUp: 60 }[event.key];
    if (by) { event.preventDefault(); event.stopPropagation(); step(by); }
  });
  wave.addEventListener("pointermove", event => {  // what one would hear there
    const box = wave.getBoundingClientRect(), part = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    const title = chapters[last(chapters, part * length())]?.title;
    peek.textContent = clock(part * length()) + (title ? "  " + title : "");
    peek.hidden = event.pointerType === "touch";
    peek.style.left = Math.max(0, Math.min(part * box.width - peek.offsetWidth / 2, box.width - peek.offsetWidth)) + "px";
  });
  wave.addEventListener("pointerleave", () => { peek.hidden = true; });
  speed.addEventListener("change", () => { audio.playbackRate = +speed.value; store("narrator:speed", speed.value); });
  volume.addEventListener("input", () => { audio.volume = volume.value; });
  for (const { link, at } of chapters) link.addEventListener("click", event => { event.preventDefault(); from(at); });
  for (const sentence of sentences) sentence.span.addEventListener("click", event => {
    if (String(getSelection())) return;  // somebody is copying a quotation
    const words = divide(sentence), spot = document.elementFromPoint(event.clientX, event.clientY);
    from((words.find(one => one.span === spot) ?? { at: sentence.at }).at);
  });
  find(".copy").addEventListener("click", async () => {
    const address = location.href.replace(/#.*/, "") + "#t=" + Math.floor(position());
    try { await navigator.clipboard.writeText(address); } catch { location.hash = "t=" + Math.floor(position()); }
    status.textContent = find(".copy").dataset.copied;
    setTimeout(() => { status.textContent = ""; }, 2500);
  });
  for (const name of ["wheel", "touchmove"]) addEventListener(name, () => { touched = performance.now(); }, { passive: true });
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(SELECT|INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === " " && /^(A|BUTTON|SUMMARY)$/.test(event.target.tagName)) return;
    const act = {
      " ": toggle, k: toggle, ArrowLeft: () => step(-5), ArrowRight: () => step(5), j: () => step(-15), l: () => step(15),
      n: () => leap(1), p: () => leap(-1), "]": () => pace(1), "[": () => pace(-1), m: () => { audio.muted = !audio.muted; },
    }[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // ---- links into the audio: #t=72, #t=1:12, #chapter-3, #s12
  const arrive = () => {
    const spot = /[#&]t=(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)/.exec(location.hash), place = /^#(chapter-(\d+)|s\d+)$/.exec(location.hash);
    if (spot) {
      go(+(spot[1] || 0) * 3600 + +(spot[2] || 0) * 60 + +spot[3]);
      spoken?.scrollIntoView({ block: "center" });
    } else if (place) {
      const sentence = sentences.find(one => one.span.id === place[1]);
      const at = sentence ? sentence.at : chapters[place[2] - 1]?.at;
      if (at !== undefined) go(at);
    } else return false;
    return true;
  };
  addEventListener("hashchange", arrive);
  const usual = recall("narrator:speed");
  if (usual && [...speed.options].some(option => option.value === usual)) speed.value = usual;
  audio.playbackRate = audio.defaultPlaybackRate = +speed.value;
  if (!arrive()) { const before = +recall(key); if (before > 5 && before < length() - 5) go(before); }
  draw();

  // ---- for other people's pages
  const embed = document.createElement("iframe");
  Object.assign(embed, { src: location.href.replace(/#.*/, "") + "#embed", title: document.title, loading: "lazy", height: "230" });
  embed.style.cssText = "width:100%;border:0";
  const code = find("textarea");
  code.value = embed.outerHTML;
  for (const more of document.querySelectorAll("details")) more.hidden = false;
  code.addEventListener("focus", () => code.select());

  // ---- the keys of the machine, the lock screen
  if ("mediaSession" in navigator) {
    navigator.mediaSession.metadata = new MediaMetadata({ title: find("h1").textContent, artist: find(".byline")?.textContent ?? "" });
    const acts = { play: () => audio.play(), pause: () => audio.pause(), seekbackward: () => step(-15), seekforward: () => step(15),
      previoustrack: () => leap(-1), nexttrack: () => leap(1), seekto: event => go(event.seekTime) };
    for (const [name, act] of Object.entries(acts)) try { navigator.mediaSession.setActionHandler(name, act); } catch { /* not known here */ }
  }
})();
