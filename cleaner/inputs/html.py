"""HTML to one fixed text: a single walk over the lexbor tree that also remembers which element each character came
from.

The linearisation has a version number (`LINEARISATION`): a change of the text that the same page gives is a change of
every offset
in every stored report. What it promises:

- one line for each run of inline text; a blank line between blocks, a single newline between list items, table rows,
  `<br>` lines;
- white space collapsed as a browser does it, kept inside `<pre>`;
- script, style, template and comments never enter; hidden elements, `<noscript>` and alt texts enter as lines of
  their own, marked;
- table cells of one row are joined by ` | `; two links without a space between them are two words;
- an article that stands only in JSON-LD is appended, marked `jsonld`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from cleaner.model import Block
from cleaner.spans import Span, SpanSet

LINEARISATION = 1

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "svg",
        "canvas",
        "iframe",
        "object",
        "embed",
        "head",
        "title",
        "meta",
        "link",
        "base",
        "noembed",
        "noframes",
        "param",
        "source",
        "track",
    ]
)
_BREAKING = {
    **dict.fromkeys(
        [
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "button",
            "center",
            "details",
            "dialog",
            "dir",
            "div",
            "dl",
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
            "legend",
            "main",
            "menu",
            "nav",
            "ol",
            "optgroup",
            "p",
            "pre",
            "search",
            "section",
            "select",
            "summary",
            "table",
            "textarea",
            "ul",
            "video",
            "audio",
            "noscript",
        ],
        2,
    ),
    **dict.fromkeys(["br", "caption", "dd", "dt", "li", "option", "tbody", "tfoot", "thead", "tr"], 1),
}
"""Elements that end a line, and how many newlines they put between themselves and the text around them."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MARKED = {
    "noscript": "noscript",
    "pre": "code",
    "table": "table",
    "ul": "list",
    "ol": "list",
    "dl": "list",
    "blockquote": "quote",
    "button": "form",
    "select": "form",
    "textarea": "form",
    "form": "form",
}
_SPACE = regex.compile(r"[ \t\n\r\f]+")
_LONE = regex.compile(r"[\ud800-\udfff]")  # JSON can spell half a character; lexbor never lets one through
_FOLDED = regex.compile(r"[\t\n\r\f]| {2}")
_NAMING = ("id", "role", "itemprop", "data-testid")
_INVISIBLE = regex.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", regex.IGNORECASE)
_PATH_LIMIT = 48
"""Tags of a block's path that are kept, innermost first: deeper nesting is an attack or a page builder's accident."""


@dataclass(slots=True)
class Elements:
    """The page's elements as parallel lists in document order: the index that selectors and features share.

    `start` and `end` are offsets of the element's text in the linearised text (equal where it has none). `parent` is an
    index into the same lists, -1 for the root. `names` is the element's class, id and role, as written. `key` maps
    lexbor's node identity to the index.
    """

    tag: list[str] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    key: dict[int, int] = field(default_factory=dict)


class DomIndex:
    """The page's tree and which text each of its elements stands for. The tree is read, never changed."""

    def __init__(self, tree: LexborHTMLParser, elements: Elements, owners: list[int]) -> None:
        self.tree = tree
        self.elements = elements
        self.owners = owners
        """For each block of the document, the element that it stands in (-1: none)."""

    def select(self, css: str) -> SpanSet:
        """The text inside the elements that match `css`. Raises `ValueError` where lexbor cannot read the selector."""
        try:
            nodes = self.tree.css(css)
        except (SelectolaxError, ValueError) as error:
            raise ValueError(f"selector {css!r} cannot be read: {error}") from error
        spans = []
        for node in nodes:
            index = self.elements.key.get(node.mem_id)
            if index is not None:
                spans.append(Span(self.elements.start[index], self.elements.end[index]))
        return SpanSet(spans)


@dataclass(frozen=True, slots=True)
class Linearised:
    """What the walk gives: the text, its blocks, and the index of the tree behind them."""

    text: str
    blocks: tuple[Block, ...]
    dom: DomIndex


def parse(page: str) -> LexborHTMLParser:
    """The lexbor tree of a decoded page."""
    return LexborHTMLParser(page)


def linearise(tree: LexborHTMLParser, appended: str | None = None) -> Linearised:
    """Walk `tree` once. `appended` is an article that stands nowhere in the markup (JSON-LD), put after it."""
    walk = _Walk()
    root = tree.root
    if root is not None:
        walk.subtree(root)
    walk.end_line(2)
    if appended:
        walk.append(appended)
    return Linearised("".join(walk.parts), tuple(walk.blocks), DomIndex(tree, walk.elements, walk.owners))


class _Walk:
    """The state of one linearising walk: the text so far, the open line, and the elements around it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.owners: list[int] = []
        self.elements = Elements()
        self.runs: list[int] = []  # where each emitted run of text starts: gives elements their spans
        self.line = -1  # start of the open line, -1 where none is open
        self.line_links = 0
        self.newlines = 0
        self.space = False
        self.cell = False
        self.after_link = False
        self.owner = -1  # innermost breaking element
        self.links = 0
        self.pre = 0
        self.heading = 0
        self.marks: frozenset[str] = frozenset()
        self.deferred: list[LexborNode] = []
        self.alts: list[str] = []
        self.deferring = True
        self.paths: dict[int, tuple[str, ...]] = {-1: ()}

    # text

    def emit(self, text: str) -> None:
        """Put inline text on the open line, collapsing white space as a browser does."""
        if self.pre:
            self.emit_preformatted(text)
            return
        if _FOLDED.search(text):
            text = _SPACE.sub(" ", text)
        if self.line < 0:
            text = text.lstrip(" ")
            self.open_line()
        elif text[0] == " ":
            self.space = True
            text = text[1:]
        self.after_link = False
        trailing = text[-1] == " "
        if trailing:
            text = text[:-1]
        if self.cell:
            self.put(" | ")
        elif self.space:
            self.put(" ")
        self.cell = False
        self.space = trailing
        self.runs.append(self.length)
        self.put(text)
        if self.links:
            self.line_links += len(text)

    def emit_preformatted(self, text: str) -> None:
        """Put `<pre>` text: its newlines end lines, its spaces stay."""
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            if number:
                self.end_line(1)
            if not line or (self.line < 0 and not line.strip()):
                continue
            if self.line < 0:
                self.open_line()
            self.runs.append(self.length)
            self.put(line)
            if self.links:
                self.line_links += len(line)

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def open_line(self) -> None:
        if self.length:
            self.put("\n\n" if self.newlines == 2 else "\n")
        self.newlines = 0
        self.space = self.cell = False
        self.line = self.length
        self.line_links = 0

    def end_line(self, newlines: int) -> None:
        if self.line >= 0:
            self.block(self.owner, self.marks)
            self.line = -1
        self.newlines = max(self.newlines, newlines)
        self.space = self.cell = self.after_link = False

    def block(self, owner: int, marks: frozenset[str]) -> None:
        tag = self.elements.tag[owner] if owner >= 0 else "line"
        self.blocks.append(
            Block(
                Span(self.line, self.length),
                tag,
                self.paths.get(owner) or self.path(owner),
                self.heading,
                self.line_links,
                marks,
            )
        )
        self.owners.append(owner)

    def path(self, owner: int) -> tuple[str, ...]:
        """The tags above and including `owner`, outermost first."""
        if owner not in self.paths:
            missing: list[int] = []
            at = owner
            while at not in self.paths and len(missing) < _PATH_LIMIT:
                missing.append(at)
                at = self.elements.parent[at]
            path = self.paths.get(at, ())
            for index in reversed(missing):
                path = (*path, self.elements.tag[index])[-_PATH_LIMIT:]
                self.paths[index] = path
        return self.paths[owner]

    def append(self, article: str) -> None:
        for line in article.splitlines():
            text = _LONE.sub("\ufffd", _SPACE.sub(" ", line)).strip(" ")
            if not text:
                continue
            self.newlines = 2
            self.open_line()
            self.put(text)
            self.block(-1, frozenset({"jsonld"}))
            self.line = -1

    # elements

    def subtree(self, root: LexborNode, parent: int = -1) -> None:
        """Visit `root` and everything under it, without recursion: pages nest ten thousand deep."""
        stack: list[_Open] = []
        node: LexborNode | None = root
        while node is not None:
            tag = node.tag or ""
            child = None
            if tag == "-text":
                text = node.text_content or " "
                if text.isspace() and not self.pre:  # between two tags: half of all text nodes
                    self.space = True
                else:
                    self.emit(text)
            elif not tag.startswith("-") and tag not in _SKIPPED:
                opened = self.enter(node, tag, stack[-1].index if stack else parent, bool(stack))
                if opened is not None:
                    child = node.first_child
                    if child is not None:
                        stack.append(opened)
                    else:
                        self.leave(opened)
            elif tag == "-document":
                child = node.first_child
                if child is not None:
                    stack.append(_Open(node, "", -1, 0, 0))
            if child is not None:
                node = child
                continue
            following = node.next
            while stack and following is None:
                closed = stack.pop()
                if closed.index >= 0:
                    self.leave(closed)
                if not stack:
                    return
                following = closed.node.next
            if not stack:
                return
            node = following

    def enter(self, node: LexborNode, tag: str, parent: int, nested: bool) -> _Open | None:
        """Open an element; `None` where its text is put off to the end of the block that it interrupts."""
        attributes = node.attributes
        hidden = bool(attributes) and _is_hidden(attributes)
        breaking = _BREAKING.get(tag, 0)
        if self.deferring and nested and self.line >= 0 and ((hidden and not breaking) or tag == "noscript"):
            self.deferred.append(node)
            return None
        if hidden:
            breaking = breaking or 2
        elements = self.elements
        index = len(elements.tag)
        elements.tag.append(tag)
        elements.parent.append(parent)
        elements.names.append(_names(attributes) if attributes else "")
        elements.start.append(self.length)
        elements.end.append(self.length)
        elements.key[node.mem_id] = index
        if breaking:
            self.end_line(breaking)
        elif "-" in tag:
            self.space = True
        opened = _Open(node, tag, index, breaking, len(self.runs), self.owner, self.heading, self.marks)
        if breaking and tag != "br":
            self.owner = index
        if tag == "a":
            if self.after_link and self.line >= 0:
                self.space = True
            self.links += 1
        elif tag in _HEADINGS:
            self.heading = _HEADINGS[tag]
        elif tag in ("td", "th"):
            self.cell = self.line >= 0
        elif tag == "img":
            self.alt(attributes.get("alt") or "")
        if tag == "pre":
            self.pre += 1
        mark = "hidden" if hidden else _MARKED.get(tag)
        if mark:
            self.marks = self.marks | {mark}
        self.after_link = False
        return opened

    def leave(self, opened: _Open) -> None:
        tag = opened.tag
        if opened.breaking:
            self.end_line(opened.breaking)
            if self.deferred or self.alts:
                self.flush(opened.index)
        elif "-" in tag:
            self.space = True
        if tag == "a":
            self.links -= 1
        elif tag == "pre":
            self.pre -= 1
        self.owner, self.heading, self.marks = opened.owner, opened.heading, opened.marks
        if len(self.runs) > opened.runs:
            self.elements.start[opened.index] = self.runs[opened.runs]
            self.elements.end[opened.index] = self.length
        self.after_link = tag == "a"

    def alt(self, text: str) -> None:
        text = _SPACE.sub(" ", text).strip(" ")
        if text and (not self.alts or self.alts[-1] != text):
            self.alts.append(text)

    def flush(self, index: int) -> None:
        """Put what interrupted the block that just ended: hidden inline elements and alt texts, as marked lines."""
        deferred, self.deferred = self.deferred, []
        alts, self.alts = self.alts, []
        for text in alts:
            self.newlines = 2
            self.open_line()
            self.runs.append(self.length)
            self.put(text)
            self.block(index, self.marks | {"alt"})
            self.line = -1
        self.newlines = 2 if alts else self.newlines
        if deferred:
            self.deferring = False
            for node in deferred:
                self.subtree(node, index)
                self.end_line(2)
            self.deferring = True
            self.alts = []


@dataclass(slots=True)
class _Open:
    """An element that has been entered and not left, with what it changed."""

    node: LexborNode
    tag: str
    index: int
    breaking: int
    runs: int
    owner: int = -1
    heading: int = 0
    marks: frozenset[str] = frozenset()


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and _INVISIBLE.search(style or "") is not None


def _names(attributes: dict[str, str | None]) -> str:
    names = attributes.get("class") or ""
    for name in _NAMING:
        if name in attributes:
            names = f"{names} {attributes[name] or ''}"
    return names
