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

// White space, and signs that nobody sees: pages and transcripts have them in different places.
const unseen = /[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/, bare = text => text.split(unseen).join("");

/** The characters below a node that can be seen, and where each of them stands. */
function textOf(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), places = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest("script, style, narrator-player")) continue;
    for (let at = 0; at < node.data.length; at++) if (!unseen.test(node.data[at])) {
      text += node.data[at];
      places.push([node, at]);
    }
  }
  return { text, places };
}

/** Each sentence of the transcript as a range of the article, where it is found, in the order of both.
 *
 * A sentence may stand in several places, a credit at the foot as well: the longest chain of places in order is taken.
 */
function match(segments, root) {
  const { text, places } = textOf(root), chains = [];  // chains[n]: of the chains of n + 1 places, the one that ends first
  for (const segment of segments) {
    const body = bare(segment.body), item = bare(segment.body.replace(/^\d+\.\s/, ""));  // the page counts its lists itself
    const wanted = text.includes(body) ? body : item, spots = [];
    for (let at = text.indexOf(wanted); wanted && at >= 0; at = text.indexOf(wanted, at + 1)) spots.push(at);
    for (const from of spots.reverse()) {  // from the last one, so that none is chained to another of its own
      const to = from + wanted.length;
      let low = 0, high = chains.length;
      while (low < high) { const middle = (low + high) >> 1; if (chains[middle].to <= from) low = middle + 1; else high = middle; }
      if (!(chains[low]?.to <= to)) chains[low] = { segment, from, to, before: chains[low - 1] };
    }
  }
  const found = [];
  for (let link = chains.at(-1); link; link = link.before) {
    const range = new StaticRange({
      startContainer: places[link.from][0], startOffset: places[link.from][1],
      endContainer: places[link.to - 1][0], endOffset: places[link.to - 1][1] + 1,
    });
    found.unshift({ range, start: link.segment.startTime, end: link.segment.endTime });
  }
  return found;
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
