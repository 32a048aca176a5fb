"""The types of a cleaning: the document, what is proposed on it, and the result. All frozen, all self-checking.

A proposer returns `Edit`, `Keep`, `Capture`, `Testimony` and `Unresolved`; `settle` alone decides which edits are
applied. Offsets are code points of `Document.text` throughout.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

from cleaner.kinds import Kind
from cleaner.spans import Span, SpanSet
from cleaner.values import value

Media = Literal["html", "text", "markdown"]
Actor = Literal["rule", "detector", "model", "engine", "repair", "settle"]


class Status(StrEnum):
    """How a cleaning ended."""

    CLEAN = "clean"  # nothing to do
    CHANGED = "changed"
    SUSPECT = "suspect"  # an alarm was raised; the least sure removals inside the article were undone
    FAILED = "failed"  # the text is the input, and `Result.warnings` tells the error


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Input that the encoding could not read: it stands as one U+FFFD at `offset`, and was `raw`."""

    offset: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Encoding:
    """How bytes became text, with all that is needed to turn the text back into the very bytes.

    `name` is a Python codec, or `"str"` where the caller gave text. `bom` tells whether a byte order mark stood first
    (it is not part of the text).
    """

    name: str = "str"
    bom: bool = False
    errors: tuple[Undecodable, ...] = ()


@value()
class Block:
    """A unit of a document: a line of its text, with what the markup told of it.

    `tag` is the element that the line stands in (`"line"` in plain text), `path` the tags above it, outermost first.
    `heading` is 1 to 6, or 0. `link_chars` counts the characters inside links. `marks` are words such as `hidden`,
    `alt`, `noscript`, `jsonld`, `code`, `table`, `list`.
    """

    span: Span
    tag: str = "line"
    path: tuple[str, ...] = ()
    heading: int = 0
    link_chars: int = 0
    marks: frozenset[str] = frozenset()


class Dom(Protocol):
    """What a document keeps of its page's tree: a way to ask which text a selector stands for.

    `inputs.html.DomIndex` is the one implementation; it tells the content model more.
    """

    def select(self, css: str) -> SpanSet:
        """The text inside the elements that match `css`; `ValueError` where the selector cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article besides its text.

    Dates are ISO 8601; an offset only where the page stated one. `url` is the canonical URL. `language` is an
    ISO 639-1 code.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    url: str | None = None
    site: str | None = None
    language: str | None = None
    description: str | None = None

    @property
    def author(self) -> str | None:
        """The authors as one string, joined by `; `."""
        return "; ".join(self.authors) or None


@dataclass(frozen=True, slots=True)
class Document:
    """One input, read: its fixed text and everything that the reading learned.

    `text` is the decoded input (for HTML its linearised text, see `inputs.html`); nothing ever changes it. `raw_sha256`
    names the input's bytes. `front_matter` is the span of a Markdown document's front matter, delimiters included.
    `front` holds its parsed values. `witness` is the article's own text where the page tells it outside the running
    text
    (JSON-LD `articleBody`): a witness of how much should be left. `dom` is only there while an HTML page is being
    cleaned; it does not cross
    processes and is no part of equality.
    """

    id: str
    media: Media
    text: str
    blocks: tuple[Block, ...]
    meta: Metadata = Metadata()
    url: str | None = None
    front_matter: Span | None = None
    front: Mapping[str, object] = field(default_factory=dict)
    encoding: Encoding = Encoding()
    raw_sha256: str = ""
    witness: str | None = None
    warnings: tuple[str, ...] = ()
    dom: Dom | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        end = 0
        for block in self.blocks:
            if block.span.start < end or block.span.end > len(self.text):
                raise ValueError(f"{self.id}: block {block.span} overlaps another or leaves the text")
            end = block.span.end

    def __getstate__(self) -> tuple[object, ...]:
        return tuple(None if name == "dom" else getattr(self, name) for name in self.__slots__)

    def __setstate__(self, state: Sequence[object]) -> None:
        for name, held in zip(self.__slots__, state, strict=True):
            object.__setattr__(self, name, held)


@dataclass(frozen=True, slots=True)
class Origin:
    """Who proposes: an actor, the entry's full name (`devdiscourse#trending`), its version and where it is written."""

    actor: Actor
    name: str
    version: str = "1"
    where: str | None = None

    def __str__(self) -> str:
        return f"{self.actor}:{self.name}"


@value()
class Evidence:
    """One thing that speaks for an edit. `name` is a feature or a witness, `value` its value."""

    name: str
    value: str | float | int | bool


@value()
class Edit:
    """A proposed or applied change of the document's text: `span` becomes `replacement` (empty for a removal).

    `confidence` is a probability. `evidence` may be worked out only when it is read. `also` are the other origins that
    proposed the same removal.
    """

    span: Span
    kind: Kind
    origin: Origin
    replacement: str = ""
    confidence: float = 1.0
    evidence: Sequence[Evidence] = ()
    also: tuple[Origin, ...] = ()

    def __post_init__(self) -> None:
        if not self.span and not self.replacement:
            raise ValueError(f"{self.origin}: an edit of nothing at {self.span.start}")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"{self.origin}: confidence {self.confidence} is not a probability")

    @property
    def is_removal(self) -> bool:
        """Whether the stretch goes without anything in its place."""
        return not self.replacement


@value()
class Keep:
    """A stretch that must stay, whoever wants it gone."""

    span: Span
    origin: Origin


@value()
class Capture:
    """A metadata value that stood in the text. `field` is a field of `Metadata`."""

    field: str
    value: str
    span: Span
    origin: Origin


@value()
class Testimony:
    """Evidence that a stretch is of a kind, with a weight in nats; it removes nothing by itself."""

    span: Span
    kind: Kind
    weight: float
    origin: Origin


@dataclass(frozen=True, slots=True)
class Reading:
    """One possible reading of a damaged token, with its posterior."""

    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A damaged token with no sure reading: left as it is, and told."""

    span: Span
    readings: tuple[Reading, ...]
    origin: Origin


Proposal = Edit | Keep | Capture | Testimony | Unresolved


@dataclass(frozen=True, slots=True)
class Refusal:
    """An edit that was proposed and not made. `guard` is the name of what stopped it, `why` a sentence."""

    edit: Edit
    guard: str
    why: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What has been decided so far: the state that one stage leaves to the next."""

    edits: tuple[Edit, ...] = ()
    keeps: tuple[Keep, ...] = ()
    captures: tuple[Capture, ...] = ()
    testimony: tuple[Testimony, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    marks: tuple[Edit, ...] = ()
    removed: SpanSet = field(default_factory=SpanSet)
    article: SpanSet = field(default_factory=SpanSet)

    def is_removed(self, span: Span) -> bool:
        """Whether nothing of `span` is left."""
        return self.removed.covers(span)


@dataclass(frozen=True, slots=True)
class SourceMatch:
    """Which source a document comes from, and why: the witnesses in falling order of trust."""

    id: str
    name: str
    why: tuple[str, ...]
    captured: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a cleaning gives: the clean text, and an account of every character that went.

    `edits` are sorted and disjoint; cutting `document.text` at them gives `text`. `refusals` are edits that a guard
    stopped, `marks` stretches that a policy only marks, `unresolved` damaged words without a sure reading. `text` never
    holds front matter.
    """

    document: Document
    text: str
    title: str | None
    meta: Metadata
    source: SourceMatch | None
    edits: tuple[Edit, ...]
    refusals: tuple[Refusal, ...] = ()
    marks: tuple[Edit, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    status: Status = Status.CLEAN
    warnings: tuple[str, ...] = ()
    recipe_hash: str = ""

    def __post_init__(self) -> None:
        end = 0
        for edit in self.edits:
            if edit.span.start < end:
                raise ValueError(f"{self.document.id}: edits overlap at {edit.span.start}")
            end = edit.span.end
        if end > len(self.document.text):
            raise ValueError(f"{self.document.id}: an edit leaves the text")

    @property
    def front_matter(self) -> str | None:
        """The front matter as it stood in the input, delimiters included."""
        span = self.document.front_matter
        return None if span is None else span.of(self.document.text)
