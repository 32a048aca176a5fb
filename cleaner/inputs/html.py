"""HTML to one fixed text: a single walk over the lexbor tree that also remembers which element each character came
from.

The linearisation has a version number (`LINEARISATION`): a change of the text that the same page gives is a change of
every offset in every stored report. What it promises:

- one line for each run of inline text; a blank line between blocks, a single newline between list items, table rows,
  `<br>` lines;
- white space collapsed as a browser does it, kept inside `<pre>`;
- script, style, template and comments never enter; hidden elements, `<noscript>` and alt texts enter as lines of
  their own, marked;
- a formula enters once, as TeX in dollars where the page tells it (`formulas`);
- table cells of one row are joined by ` | `; two links without a space between them are two words;
- an article that stands only in JSON-LD is appended, marked `jsonld`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import regex
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from cleaner.inputs.formulas import formulas_of
from cleaner.inputs.tags import PLAIN, SKIPPED, TAGS, Tag, tag_of
from cleaner.model import Block
from cleaner.spans import Span, SpanSet

LINEARISATION = 3

_SPACE = re.compile(r"[ \t\n\r\f]+")
_LONE = regex.compile(r"[\ud800-\udfff]")  # JSON can spell half a character; lexbor never lets one through
_NAMING = ("id", "role", "itemprop", "data-testid")
_HIDING = frozenset({"hidden", "aria-hidden", "style"})
"""Attributes that may hide an element: most have none of them."""
_INVISIBLE = regex.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", regex.IGNORECASE)
_UNSEEN_CLASS = regex.compile(
    r"(?<![^\s_-])(?<!not-)(?:sr-?only|screen-?reader(?:-text|-only)?|visually-?hidden|vis-?hidden)(?!\S)",
    regex.IGNORECASE,
)
"""Classes of text that is for screen readers alone ("opens in a new window" inside a sentence). Of the texts of several
words under them on the development pages 2 in 100 stand in the gold text."""
_PATH_LIMIT = 48
"""Tags of a block's path that are kept, innermost first: deeper nesting is an attack or a page builder's accident."""


@dataclass(slots=True)
class Elements:
    """The page's elements as parallel lists in document order: the index that selectors and features share.

    `start` and `end` are offsets of the element's text in the linearised text (equal where it has none). `parent` is an
    index into the same lists, -1 for the root. `names` is the element's class, id and role, as written. `node` is
    lexbor's.
    """

    tag: list[str] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    node: list[LexborNode] = field(default_factory=list)


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
            index = self._index_of_node.get(node.mem_id)
            if index is not None:
                spans.append(Span(self.elements.start[index], self.elements.end[index]))
        return SpanSet(spans)

    def above(self, element: int) -> Iterator[int]:
        """`element` and those that hold it, the innermost first; nothing for -1."""
        parents = self.elements.parent
        while element >= 0:
            yield element
            element = parents[element]

    @cached_property
    def _index_of_node(self) -> dict[int, int]:
        """The index of each element by lexbor's identity: only selectors ask, and few pages have any."""
        return {node.mem_id: index for index, node in enumerate(self.elements.node)}


@dataclass(frozen=True, slots=True)
class Linearised:
    """What the walk gives: the text, its blocks, and the index of the tree behind them."""

    text: str
    blocks: tuple[Block, ...]
    dom: DomIndex


def parse(page: str) -> LexborHTMLParser:
    """The lexbor tree of a decoded page."""
    return LexborHTMLParser(page)


def linearise(tree: LexborHTMLParser) -> Linearised:
    """Walk `tree` once."""
    walk = _Walk(formulas_of(tree))
    root = tree.root
    if root is not None:
        walk.subtree(root)
    walk.end_line(2)
    return Linearised("".join(walk.parts), tuple(walk.blocks), DomIndex(tree, walk.elements, walk.owners))


def append_article(page: Linearised, article: str) -> Linearised:
    """`page` and after it, a block a line, `article`, which stands nowhere in its markup (JSON-LD)."""
    parts, length = [page.text], len(page.text)
    blocks: list[Block] = []
    for line in article.splitlines():
        text = _LONE.sub("\ufffd", _SPACE.sub(" ", line)).strip(" ")
        if not text:
            continue
        gap = "\n\n" if length else ""
        parts += (gap, text)
        start = length + len(gap)
        length = start + len(text)
        blocks.append(Block(Span(start, length), "line", marks=frozenset({"jsonld"})))
    owners = [*page.dom.owners, *[-1] * len(blocks)]
    dom = DomIndex(page.dom.tree, page.dom.elements, owners)
    return Linearised("".join(parts), (*page.blocks, *blocks), dom)


_Open = tuple[LexborNode, Tag, int, int, int, int, frozenset[str], bool]
"""An element that has been entered and not left: its node, tag and index, the runs of text before it, the owner,
heading and marks around it, whether it is hidden. (A named tuple takes three times as long to make, and a page makes a
thousand.)"""


class _Walk:
    """The state of one linearising walk: the text so far, the open line, and the elements around it."""

    def __init__(self, formulas: Mapping[int, str]) -> None:
        self.formulas = formulas
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
        if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
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
        self.parts.append(text)
        self.length += len(text)
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
            self.space = self.cell = False
        if newlines > self.newlines:  # noqa: PLR1730 - asked twice an element: `max` takes three times as long
            self.newlines = newlines
        self.after_link = False

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
        missing: list[int] = []
        at = owner
        while at not in self.paths and len(missing) < _PATH_LIMIT:
            missing.append(at)
            at = self.elements.parent[at]
        path = self.paths.get(at, ())
        for index in reversed(missing):
            path = (*path, self.elements.tag[index])
            if len(path) > _PATH_LIMIT:
                path = path[1:]
            self.paths[index] = path
        return path

    # elements

    def subtree(self, root: LexborNode, parent: int = -1) -> None:
        """Visit `root` and everything under it, without recursion: pages nest ten thousand deep."""
        stack: list[_Open] = []
        node: LexborNode | None = root
        enter, leave, emit, formulas = self.enter, self.leave, self.emit, self.formulas
        while node is not None:
            tag = node.tag or ""
            child = None
            if tag == "-text":
                text = node.text_content or " "
                if text.isspace() and not self.pre:  # between two tags: half of all text nodes
                    self.space = True
                else:
                    emit(text)
            elif formulas and (formula := formulas.get(node.mem_id)) is not None:
                if formula:
                    emit(formula)
            elif (known := TAGS.get(tag)) is not None or (tag[:1] != "-" and tag not in SKIPPED):
                opened = enter(node, known or tag_of(tag), stack[-1][2] if stack else parent, bool(stack))
                if opened is not None:
                    child = node.first_child
                    if child is not None:
                        stack.append(opened)
                    else:
                        leave(opened)
            elif tag == "-document" and node.first_child is not None:
                child = node.first_child
                stack.append((node, PLAIN, -1, 0, -1, 0, self.marks, False))
            if child is not None:
                node = child
                continue
            following = node.next
            while following is None and stack:
                closed = stack.pop()
                if closed[2] >= 0:
                    leave(closed)
                if not stack:
                    return
                following = closed[0].next
            if not stack:
                return
            node = following

    def enter(self, node: LexborNode, known: Tag, parent: int, nested: bool) -> _Open | None:
        """Open an element; `None` where its text is put off to the end of the block that it interrupts."""
        tag = known.name
        attributes = node.attributes
        hidden = not _HIDING.isdisjoint(attributes) and _is_hidden(attributes)
        if not hidden and self.line >= 0 and not known.breaking and "class" in attributes:
            hidden = _is_unseen(node, attributes["class"] or "")
        if self.line >= 0 and self.deferring and nested and ((hidden and not known.breaking) or tag == "noscript"):
            self.deferred.append(node)
            return None
        elements, length = self.elements, self.length
        index = len(elements.tag)
        elements.tag.append(tag)
        elements.parent.append(parent)
        elements.names.append(_names(attributes) if attributes else "")
        elements.start.append(length)
        elements.end.append(length)
        elements.node.append(node)
        opened = (node, known, index, len(self.runs), self.owner, self.heading, self.marks, hidden)
        if known.breaking or hidden:
            self.end_line(known.breaking or 2)
            if tag != "br":
                self.owner = index
            mark = "hidden" if hidden else known.mark
            if mark:
                self.marks = self.marks | {mark}
        elif known.is_custom:
            self.space = True
        if known.is_special:
            self.enter_special(tag, known, attributes)
        self.after_link = False
        return opened

    def enter_special(self, tag: str, known: Tag, attributes: dict[str, str | None]) -> None:
        """What only some tags do when they open."""
        if tag == "a":
            if self.after_link and self.line >= 0:
                self.space = True
            self.links += 1
        elif known.heading:
            self.heading = known.heading
        elif tag in ("td", "th"):
            self.cell = self.line >= 0
        elif tag == "img":
            self.alt(attributes.get("alt") or "")
        elif tag == "pre":
            self.pre += 1

    def leave(self, opened: _Open) -> None:
        """Close an element: then its text is known."""
        _, known, index, runs, owner, heading, marks, hidden = opened
        if known.breaking or hidden:
            self.end_line(known.breaking or 2)
            if self.deferred or self.alts:
                self.flush(index)
            self.owner, self.heading, self.marks = owner, heading, marks
        elif known.is_custom:
            self.space = True
        self.after_link = False
        if known.is_special:
            if known.name == "a":
                self.links -= 1
                self.after_link = True
            elif known.name == "pre":
                self.pre -= 1
        if len(self.runs) > runs:
            self.elements.start[index] = self.runs[runs]
            self.elements.end[index] = self.length

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


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes or ("aria-hidden" in attributes and attributes["aria-hidden"] == "true"):
        return True
    return "style" in attributes and _INVISIBLE.search(attributes["style"] or "") is not None


def _is_unseen(node: LexborNode, classes: str) -> bool:
    """Whether an element inside a line is for screen readers alone. Beside one that is for the eye alone (a drop cap, a
    price) it holds the words that both tell."""
    if _UNSEEN_CLASS.search(classes) is None:
        return False
    beside = (_sibling(node, forward=False), _sibling(node, forward=True))
    return not any(near is not None and _is_hidden(near.attributes) for near in beside)


def _sibling(node: LexborNode, *, forward: bool) -> LexborNode | None:
    """The next element beside `node`, white space looked through."""
    near = node.next if forward else node.prev
    while near is not None and near.tag == "-text" and not (near.text_content or "").strip():
        near = near.next if forward else near.prev
    return near if near is not None and (near.tag or "-")[:1] != "-" else None


def _names(attributes: dict[str, str | None]) -> str:
    names = attributes.get("class") or ""
    if len(attributes) > 1 or not names:
        for name in _NAMING:
            if name in attributes:
                names = f"{names} {attributes[name] or ''}"
    return names
