"""HTML -> Outline, in one pass over the tree and without recursion, so that cost is linear in the page."""

from __future__ import annotations

import re
from typing import Any

from narrator.article.kinds import kinds_of
from narrator.article.piece import SENTENCE_END, Box, Outline, Piece, collapse
from narrator.article.tables import join_rows

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "iframe",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "video",
        "audio",
        "caption",
        "optgroup",
        "noframes",
        "plaintext",
        "xmp",
    ]
)
UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "meta",
        "link",
        "svg",
        "canvas",
        "object",
        "embed",
        "iframe",
        "area",
        "map",
    ]
)
APART = frozenset({"span", "a", "time"})
STRONG, ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em", "cite"})
MARK = re.compile(r"^\[?\(?(\d{1,3}|[*†‡§a-z]|note \d+)\)?\]?$", re.IGNORECASE)
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
PARAGRAPHS = re.compile(r"\n[ \t]*\n")
DEEP = 200  # beyond this depth an XPath helps nobody, and building them would be quadratic


def parse(text: str) -> Any:
    """The root element of an HTML page, or None when there is no element in it."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    data = text.replace("\0", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.ParseError:
        return None
    if any("depth" in error.message for error in parser.error_log):  # libxml2 drops what lies deeper than 2048 levels
        return etree.fromstring(
            data, etree.HTMLParser(encoding="utf-8", huge_tree=True, target=_Shallow(etree.TreeBuilder()))
        )
    return root


class _Shallow:
    """Builds a tree in which nothing lies deeper than DEEP: elements below that become line breaks, their text stays."""

    def __init__(self, builder: Any) -> None:
        self.builder = builder
        self.depth = 0

    def start(self, tag: str, attributes: Any) -> None:
        self.depth += 1
        if self.depth <= DEEP:
            self.builder.start(tag, dict(attributes))
        elif tag in BLOCKS:
            self.builder.start("br", {})
            self.builder.end("br")

    def end(self, tag: str) -> None:
        if self.depth <= DEEP:
            self.builder.end(tag)
        self.depth -= 1

    def data(self, text: str) -> None:
        self.builder.data(text)

    def close(self) -> Any:
        return self.builder.close()


def read(root: Any) -> Outline:
    """The pieces of a parsed page in document order."""
    walk = _Walk()
    walk.run(root)
    join_rows(walk.outline)
    _add_up(walk.outline)
    return walk.outline


class _Walk:
    """State of the pass: a stack of open boxes and the text collected since the last block boundary."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.stack: list[int] = []
        self.parts: list[str] = []
        self.spans: list[tuple[frozenset[str], int]] = []
        self.chars = self.link = self.links = self.strong = self.italic = self.clock = 0
        self.in_link = self.in_strong = self.in_italic = self.in_clock = 0
        self.pre = 0
        self.soft = False
        self.closed = False
        self.signatures: dict[tuple[str, str, int], int] = {}
        self.marks: list[tuple[Any, frozenset[str], int]] = []
        self.numbered: set[int] = set()
        self.counters: dict[tuple[int, str], int] = {}

    def run(self, root: Any) -> None:
        from lxml import etree

        skip: Any = None
        for event, node in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                if skip is None and not self._start(node):
                    skip = node
                continue
            if skip is None:
                self._end(node)
            elif node is not skip:
                continue
            skip = None
            if node.tail and node is not root:
                self._add(node.tail)
        self._flush()

    def _start(self, node: Any) -> bool:
        """Enter an element; False when nothing in it is to be read."""
        tag = node.tag
        if not isinstance(tag, str) or tag in UNSEEN or (tag == "sup" and self._note_mark(node)):
            return False
        if tag in BLOCKS or (tag == "button" and not self._in_line()):
            self._flush()
            self._open(node, tag)
            if node.text:
                self._add(node.text)
        elif tag == "br":
            self._break()
        else:
            self._open_inline(node, tag, self.marks)
        return True

    def _end(self, node: Any) -> None:
        tag = node.tag
        if tag in BLOCKS or (self.stack and self.outline.boxes[self.stack[-1]].node is node):
            self._flush()
            self._close(tag)
        elif tag != "br":
            self._close_inline(node, tag, self.marks)

    def _in_line(self) -> bool:
        return bool(self.stack) and self.outline.boxes[self.stack[-1]].tag in ("p", "li", "h1", "h2", "h3", "h4")

    def _open(self, node: Any, tag: str) -> None:
        boxes = self.outline.boxes
        parent = self.stack[-1] if self.stack else -1
        depth = len(self.stack)
        own = kinds_of(node, tag) if depth > 1 else frozenset()
        seen = boxes[parent].seen if parent >= 0 else {}
        if own:
            seen = {**seen, **dict.fromkeys(own, depth)}
        key = (tag, node.get("class") or "", boxes[parent].signature if parent >= 0 else 0)
        signature = self.signatures.setdefault(key, len(self.signatures) + 1)
        nth = self.counters[(parent, tag)] = self.counters.get((parent, tag), 0) + 1
        if parent >= 0:
            boxes[parent].children += 1
        self.stack.append(len(boxes))
        boxes.append(Box(parent=parent, depth=depth, tag=tag, signature=signature, seen=seen, nth=nth, node=node))
        if tag == "pre":
            self.pre += 1

    def _close(self, tag: str) -> None:
        self.stack.pop()
        if tag == "pre":
            self.pre -= 1

    def _open_inline(self, node: Any, tag: str, marks: list[tuple[Any, frozenset[str], int]]) -> None:
        if tag == "a":
            self.in_link += 1
            self.links += 1
        elif tag in STRONG:
            self.in_strong += 1
        elif tag in ITALIC:
            self.in_italic += 1
        elif tag == "time":
            self.in_clock += 1
        if self.closed and tag in APART:
            self._part(node.text or "")
        kinds = kinds_of(node, tag)
        if kinds:
            marks.append((node, kinds, self.chars))
        if node.text:
            self._add(node.text)

    def _close_inline(self, node: Any, tag: str, marks: list[tuple[Any, frozenset[str], int]]) -> None:
        if tag == "a":
            self.in_link -= 1
        elif tag in STRONG:
            self.in_strong -= 1
        elif tag in ITALIC:
            self.in_italic -= 1
        elif tag == "time":
            self.in_clock -= 1
        self.closed = True
        if marks and marks[-1][0] is node:
            _, kinds, start = marks.pop()
            self.spans.append((kinds, self.chars - start if self.chars >= start else self.chars))

    def _part(self, following: str) -> None:
        """A space between two inline elements that only their styles hold apart ("Ada Marlowe" and "5 March")."""
        before = self.parts[-1][-1:] if self.parts and len(self.parts[-1]) > 1 else ""
        after = following[:1]
        if before.isalnum() and after.isalnum() and (after.isupper() or before.isdigit() != after.isdigit()):
            self.parts.append(" ")

    def _note_mark(self, node: Any) -> bool:
        """A superscript that points to a note is a mark for the eye: it is left out, and reported."""
        text = collapse("".join(node.itertext()))
        linked = node.find(".//a") is not None or self.in_link or "footnote" in kinds_of(node, "sup")
        if len(text) <= 12 and linked and MARK.match(text):
            self.outline.dropped.append((text, "footnote-mark", len(self.outline.pieces), self._origin()))
            return True
        return False

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.closed = False
        if not text.isspace():
            size = len(text)
            self.chars += size
            if self.in_link:
                self.link += size
            if self.in_strong:
                self.strong += size
            if self.in_italic:
                self.italic += size
            if self.in_clock:
                self.clock += size

    def _break(self) -> None:
        if self.pre:
            self.parts.append("\n")
            return
        self._flush()
        self.soft = True

    def _number(self, box: int, kind: str) -> int | None:
        """Number of the list item that begins here, if its list is an ordered one."""
        boxes = self.outline.boxes
        while kind == "list_item" and boxes[box].tag != "li" and boxes[box].parent >= 0:
            box = boxes[box].parent
        if kind != "list_item" or box in self.numbered or boxes[box].parent < 0 or boxes[boxes[box].parent].tag != "ol":
            return None
        self.numbered.add(box)
        return _count(boxes[box].node, boxes[box].nth)

    def _origin(self) -> str:
        return xpath(self.outline, self.stack[-1]) if self.stack else ""

    def _flush(self) -> None:
        soft, self.soft = self.soft, False
        if not self.parts:
            return
        whole = "".join(self.parts)
        texts = [text for text in map(collapse, PARAGRAPHS.split(whole) if self.pre else (whole,)) if text]
        self.parts.clear()
        for text in texts if self.stack else ():
            box = self.stack[-1]
            big = frozenset().union(*(kinds for kinds, size in self.spans if size * 2 > self.chars))
            kind, level = _kind(self.outline.boxes, box)
            self.outline.pieces.append(
                Piece(
                    text=text, kind=kind, level=level, box=box, soft=soft, inner=big,
                    link=min(self.link, self.chars), links=self.links, strong=self.strong,
                    italic=self.italic, clock=self.clock, number=self._number(box, kind),
                )
            )  # fmt: skip
        self.spans.clear()
        self.chars = self.link = self.strong = self.italic = self.clock = 0
        self.links = 1 if self.in_link else 0


def _count(node: Any, nth: int) -> int:
    """Number of an item of an ordered list."""
    for source, attribute, extra in ((node, "value", 0), (node.getparent(), "start", nth - 1)):
        value = source.get(attribute) if source is not None else None
        if value and re.fullmatch(r"-?\d{1,6}", value.strip()):
            return int(value) + extra
    return nth


def _kind(boxes: list[Box], index: int) -> tuple[Any, int]:
    """Kind and level of a piece from its box and the nearest ancestors that say something."""
    box = boxes[index]
    if box.tag in HEADINGS:
        return "heading", HEADINGS[box.tag]
    seen, depth = box.seen, box.depth
    if "<h>" in seen and depth - seen["<h>"] <= 2:
        return "heading", 2
    if "<pre>" in seen:
        return "code", 0
    if "<figcaption>" in seen:
        return "caption", 0
    nearest = max((seen.get(tag, -1), kind) for tag, kind in (("<li>", "list_item"), ("<blockquote>", "quote")))
    return (nearest[1], 1) if nearest[0] >= 0 else ("paragraph", 0)


def xpath(outline: Outline, index: int) -> str:
    """`/html/body/main/p[3]` of a box."""
    boxes = outline.boxes
    if boxes[index].depth > DEEP:
        return ""
    steps = []
    while index >= 0:
        box = boxes[index]
        steps.append(box.tag if box.depth < 2 else f"{box.tag}[{box.nth}]")
        index = box.parent
    return "/" + "/".join(reversed(steps))


def _add_up(outline: Outline) -> None:
    """Give every box the sums of what it holds, and mark the trunk: the chain of boxes that hold most of the prose."""
    boxes = outline.boxes
    for piece in outline.pieces:
        box = boxes[piece.box]
        size = len(piece.text)
        box.chars += size
        box.link += piece.link
        box.pieces += 1
        if size > 60 and piece.link * 2 < size and SENTENCE_END.search(piece.text):
            box.prose += size
    best = [(0, -1)] * len(boxes)
    for index in range(len(boxes) - 1, 0, -1):
        box, parent = boxes[index], boxes[boxes[index].parent]
        parent.chars += box.chars
        parent.link += box.link
        parent.prose += box.prose
        parent.pieces += box.pieces
        if box.prose >= best[box.parent][0]:
            best[box.parent] = (box.prose, index)
    on = set()
    index = 0 if boxes else -1
    while index >= 0:
        on.add(index)
        prose, child = best[index]
        index = child if child >= 0 and prose * 2 > boxes[0].prose * 0.8 and prose else -1
    for index, box in enumerate(boxes):
        box.trunk = box.depth if index in on else (boxes[box.parent].trunk if box.parent >= 0 else 0)
