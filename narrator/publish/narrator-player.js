// <narrator-player src="…/episode.json" highlight="article"></narrator-player>
//
// The label and the audio of an episode, for the article's own page. With `highlight`, a CSS selector of the element that
// holds the article's text, the sentence that is being said is marked there. Nothing is loaded but the episode's files.

const look = new CSSStyleSheet();
look.replaceSync(`
  :host { display: block; font: .875rem/1.5 system-ui, sans-serif; color: inherit; }
  p { margin: 0 0 .4rem; } a { color: inherit; text-decoration-thickness: 1px; text-underline-offset: .2em; } audio { display: block; width: 100%; }
  p::before { content: ""; display: inline-block; width: .55em; height: .55em; margin-inline-end: .55em; border-radius: 50%; background: #e4572e; }
`);
const glow = new CSSStyleSheet();
glow.replaceSync("::highlight(narrator) { background-color: #fde3d6; color: #17233b; }");

/** The text below a node with its white space collapsed, and for each character where it stands. */
function textOf(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), places = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest("script, style, narrator-player")) continue;
    for (let at = 0; at < node.data.length; at++) {
      const space = /\s/.test(node.data[at]);
      if (space && (!text || text.endsWith(" "))) continue;
      text += space ? " " : node.data[at];
      places.push([node, at]);
    }
    if (text && !text.endsWith(" ")) { text += " "; places.push([node, node.data.length]); }
  }
  return { text, places };
}

/** Each sentence of the transcript as a range of the article, where it is found, in the order of both. */
function match(segments, root) {
  const { text, places } = textOf(root);
  let from = 0;
  return segments.map(segment => {
    const body = segment.body.replace(/\s+/g, " ").trim(), at = text.indexOf(body, from);
    if (!body || at < 0) return null;
    from = at + body.length;
    const range = new StaticRange({
      startContainer: places[at][0], startOffset: places[at][1],
      endContainer: places[from - 1][0], endOffset: places[from - 1][1] + 1,
    });
    return { range, start: segment.startTime, end: segment.endTime };
  }).filter(Boolean);
}

customElements.define("narrator-player", class extends HTMLElement {
  async connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [look];
    const source = new URL(this.getAttribute("src"), document.baseURI);
    const episode = await (await fetch(source)).json();
    const label = document.createElement("p"), audio = document.createElement("audio"), meaning = document.createElement("a");
    Object.assign(meaning, { textContent: episode.disclosure, href: new URL("index.html#about", source).href, lang: episode.language });
    label.append(meaning);
    Object.assign(audio, { controls: true, preload: "metadata", src: new URL(episode.audio.file, source).href });
    audio.setAttribute("aria-label", episode.title);
    root.append(label, audio);
    const article = this.getAttribute("highlight") && document.querySelector(this.getAttribute("highlight"));
    if (article && globalThis.CSS?.highlights && episode.files?.transcript) this.follow(audio, article, new URL(episode.files.transcript.file, source));
  }

  async follow(audio, article, address) {
    const { segments } = await (await fetch(address)).json(), sentences = match(segments, article);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, glow];
    const draw = () => {
      const now = sentences.find(one => one.start <= audio.currentTime && audio.currentTime < one.end + 0.25);
      if (now && (!audio.paused || audio.currentTime > 0)) CSS.highlights.set("narrator", new Highlight(now.range));
      else CSS.highlights.delete("narrator");
      if (!audio.paused) requestAnimationFrame(draw);
    };
    for (const name of ["play", "seeked", "pause", "ended"]) audio.addEventListener(name, draw);
  }
});
