"""What a rule file may hold: one frozen dataclass a table, one field a key.

The dataclasses are the only description of the format. `parse` reads files by them, and the rule reference in
`docs/rules.md` is generated from them, so a key exists once: here, with its meaning.

A file is a *source* (`sources/`: one publisher), a *family* (`families/`: what many publishers share, taken
up with `extends`), a *wrapper* (`wrappers/`: what carried the article, such as an aggregator's Markdown; it
applies in addition to the source) or a *pack* (`base/`: phrases of one language, evidence only).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Literal, get_args, get_origin, get_type_hints

from cleaner.kinds import Kind

SCHEMA_VERSION = 1
"""The one version of the format that this release reads."""

FileStatus = Literal["stable", "trial", "retired"]
Where = Literal["head", "tail"]
UnitKind = Literal["line", "text"]
PhraseMatch = Literal["line", "start", "end", "span"]
Field = Literal["title", "author", "published", "modified", "url", "site", "language", "description"]
Media = Literal["text", "html", "markdown"]


class Role(StrEnum):
    """What a rule file is for. The value is the folder that it lies in."""

    SOURCE = "sources"
    FAMILY = "families"
    WRAPPER = "wrappers"
    PACK = "base"


class Form(StrEnum):
    """How the value of a key is written, in the words of the rule reference."""

    TEXT = "text"
    TEXTS = "list of texts"
    NAME = "name"
    WORD = "one of"
    WHOLE = "whole number"
    SHARE = "number from 0 to 1"
    NUMBER = "number"
    DATE = "date"
    PATTERNS = "pattern, or list of patterns"
    SELECTORS = "CSS selector, or list of selectors"
    KIND = "kind"
    TABLE = "table of texts"


@dataclass(frozen=True, slots=True)
class Key:
    """What stands behind one key: the form of its value, its meaning, and its name where Python reserves
    that."""

    form: Form
    doc: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class KeySpec:
    """One key of a table, complete: `attribute` is the dataclass field, `words` what a `Form.WORD` may be."""

    name: str
    attribute: str
    form: Form
    doc: str
    required: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry is written. Built-in files are named from the rule folder on: `rules/sources/x.toml`."""

    path: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


Texts = tuple[str, ...]

_ID = Key(Form.NAME, "The entry's name, unique in the file: lower-case letters, digits and hyphens.")
_KIND = Key(Form.KIND, "What the stretch is; see the list of kinds.")
_SELECT = Key(Form.SELECTORS, "Elements of a page. No effect on text.")
_LINE = Key(Form.PATTERNS, "Lines that match from end to end.")
_WHERE = Key(
    Form.WORD,
    "Where the match must begin: `head`, the first half of what is left of the document, or `tail`, the last.",
)
_UNIT = Key(
    Form.WORD,
    "`line`: patterns match whole lines, stripped (`span`: inside one). `text`: they match anywhere in the "
    "running "
    "text, where lines are joined by a newline.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """`[match]`: how documents of this source are known."""

    hosts: Annotated[
        Texts,
        Key(
            Form.TEXTS,
            "Host names. `www.` is ignored. `*.example.com` takes every subdomain, not `example.com` itself.",
        ),
    ] = ()
    not_hosts: Annotated[Texts, Key(Form.TEXTS, "Hosts that `hosts` would take and must not.")] = ()
    site_names: Annotated[
        Texts,
        Key(
            Form.TEXTS,
            "Names that the source gives itself: `og:site_name`, a citation's name. Case is ignored.",
        ),
    ] = ()
    signature: Annotated[
        Texts,
        Key(
            Form.PATTERNS,
            "Patterns searched in every line of a text that names no URL. Each must hold a word of the "
            "source's name "
            "or host: an unnamed text is not attributed.",
        ),
    ] = ()
    front_keys: Annotated[
        Texts, Key(Form.TEXTS, "For wrappers: applies where the front matter holds all of these keys.")
    ] = ()
    valid_from: Annotated[date | None, Key(Form.DATE, "First day that the file is for.")] = None
    valid_until: Annotated[date | None, Key(Form.DATE, "Last day that the file is for.")] = None
    place: Place = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """`[content]`: where the article stands in a page."""

    select: Annotated[
        Texts,
        Key(
            Form.SELECTORS,
            "Selectors of the article's container, the best first; the first that finds text is used.",
        ),
    ] = ()
    place: Place = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class DropEntry:
    """`[[drop]]`: what goes. Exactly one of `select`, `line`, `span`, or a section.

    A section is made of `from`, `before` and `through`. `from` alone runs to the end of the document;
    `before` or `through` alone begin at its start; `from` with `before` or `through` runs between the two.
    Where a marker is not found, nothing changes.
    """

    id: Annotated[str, _ID]
    kind: Annotated[Kind, _KIND]
    select: Annotated[Texts, _SELECT] = ()
    line: Annotated[Texts, _LINE] = ()
    span: Annotated[Texts, Key(Form.PATTERNS, "Stretches inside a line; the line's rest stays.")] = ()
    from_: Annotated[Texts, Key(Form.PATTERNS, "The section's first line. It goes too.", name="from")] = ()
    before: Annotated[Texts, Key(Form.PATTERNS, "The line that follows the section. It stays.")] = ()
    through: Annotated[Texts, Key(Form.PATTERNS, "The section's last line. It goes too.")] = ()
    unit: Annotated[UnitKind, _UNIT] = "line"
    where: Annotated[Where | None, _WHERE] = None
    at_most: Annotated[
        float | None,
        Key(
            Form.SHARE,
            "The largest share that may go at once: of the lines for a section of lines, else of the "
            "characters. More changes nothing.",
        ),
    ] = None
    max_lines: Annotated[
        int | None,
        Key(
            Form.WHOLE,
            "The most lines that a section may hold; a longer one changes nothing. In running text, a "
            "section stays "
            "in one line unless this allows more.",
        ),
    ] = None
    place: Place = Place()

    @property
    def is_section(self) -> bool:
        """Whether the entry drops from, to or between markers."""
        return bool(self.from_ or self.before or self.through)

    @property
    def is_open(self) -> bool:
        """Whether the entry is a section with one marker only, that runs to an end of the document."""
        return self.is_section and not (self.from_ and (self.before or self.through))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepEntry:
    """`[[keep]]`: what stays. Beats every drop, inherited or heuristic."""

    id: Annotated[str, _ID]
    select: Annotated[Texts, _SELECT] = ()
    line: Annotated[Texts, _LINE] = ()
    span: Annotated[Texts, Key(Form.PATTERNS, "Stretches inside a line.")] = ()
    unit: Annotated[UnitKind, _UNIT] = "line"
    place: Place = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureEntry:
    """`[[capture]]`: metadata that stands in the text.

    With `field`, the group `(?P<value>...)` is the value, or the whole match where there is no such group.
    Without `field`, the groups are named after fields, so that one line can give several: `(?P<author>...)`,
    `(?P<published>...)`. Only the first match of a document is taken; with `drop`, all matches go.
    """

    id: Annotated[str, _ID]
    field_: Annotated[Field | None, Key(Form.WORD, "What the value is.", name="field")] = None
    select: Annotated[Texts, Key(Form.SELECTORS, "Elements of a page whose text is the value.")] = ()
    line: Annotated[Texts, _LINE] = ()
    span: Annotated[Texts, Key(Form.PATTERNS, "Stretches inside a line.")] = ()
    unit: Annotated[UnitKind, _UNIT] = "line"
    where: Annotated[Where | None, _WHERE] = None
    drop: Annotated[
        Kind | None,
        Key(Form.KIND, "The kind as which the match goes once it is captured. Without it, the match stays."),
    ] = None
    date: Annotated[
        Texts,
        Key(
            Form.TEXTS,
            "How dates are written: `%d %m %Y %y %H %I %M %S %p`, `%b` or `%B` for a month's name, `%z` for "
            "an offset. "
            "The first form that fits is used; a value that fits none is not captured, and its match stays.",
        ),
    ] = ()
    zones: Annotated[
        Mapping[str, str],
        Key(
            Form.TABLE,
            'Names of zones that follow a date, and their offsets: `{IST = "+05:30"}`. Without a zone in '
            "the text no "
            "offset is told.",
        ),
    ] = field(default_factory=dict)
    months: Annotated[
        Texts,
        Key(Form.TEXTS, "Twelve names of months for `%b` and `%B`; English, whole or shortened, if left out."),
    ] = ()
    place: Place = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseEntry:
    """`[[phrase]]`, in language packs only: evidence that a line is of a kind. It removes nothing by
    itself."""

    id: Annotated[str, _ID]
    kind: Annotated[Kind, _KIND]
    pattern: Annotated[Texts, Key(Form.PATTERNS, "The wordings. Case is ignored.")]
    weight: Annotated[
        float,
        Key(
            Form.NUMBER,
            "How much a hit speaks for the kind, in nats, the logarithm of right over wrong hits: 0.7 is "
            "two to one, "
            "2.3 is ten to one.",
        ),
    ]
    match: Annotated[
        PhraseMatch,
        Key(
            Form.WORD,
            "What of a line a pattern takes: the whole `line`, its `start`, its `end`, or any `span`.",
        ),
    ] = "line"
    where: Annotated[
        Where | None, Key(Form.WORD, "The half of a document in which the phrase counts; both if left out.")
    ] = None
    examples: Annotated[Texts, Key(Form.TEXTS, "Lines that the phrase must hit; at least one.")] = ()
    near_misses: Annotated[Texts, Key(Form.TEXTS, "Lines that look alike and must not be hit; at least one.")] = ()
    place: Place = Place()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleEntry:
    """`[[example]]`: a document and what becomes of it. Without `after` it is a near miss: nothing may
    change."""

    title: Annotated[str, Key(Form.TEXT, "What the example shows.")]
    before: Annotated[str, Key(Form.TEXT, "The document.")]
    after: Annotated[str | None, Key(Form.TEXT, "The clean text; white space is folded when the two are compared.")] = (
        None
    )
    fires: Annotated[
        Texts,
        Key(Form.TEXTS, "The entries that must fire; an inherited one by its full name, `families/x#entry`."),
    ] = ()
    media: Annotated[Media, Key(Form.WORD, "How the document is read.")] = "text"
    url: Annotated[
        str | None,
        Key(Form.TEXT, "The document's URL. Only needed to show recognition: the file itself applies."),
    ] = None
    meta: Annotated[
        Mapping[str, str],
        Key(Form.TABLE, 'Metadata that must come out: `{author = "Ada Example", published = "2025-01-31"}`.'),
    ] = field(default_factory=dict)
    place: Place = Place()

    @property
    def is_near_miss(self) -> bool:
        """Whether nothing may change."""
        return self.after is None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """One rule file, read and checked. `digest` is a hash of what it says, whatever its name or folder."""

    schema: Annotated[int, Key(Form.WHOLE, f"The version of the format: {SCHEMA_VERSION}.")]
    id: Annotated[
        str,
        Key(
            Form.TEXT,
            "The file's name, as reports give it: a source's is `x` for `sources/x.toml`, any other's holds "
            "its folder: "
            "`families/x`, `base/en`. Dated files of one source share an id: `sources/x.until-2024-02.toml` "
            "is `x`.",
        ),
    ]
    name: Annotated[str, Key(Form.TEXT, "The name as people write it.")]
    status: Annotated[
        FileStatus,
        Key(
            Form.WORD,
            "`trial`: what it would do is reported, not done. `retired`: kept on file, never applied.",
        ),
    ] = "stable"
    extends: Annotated[Texts, Key(Form.TEXTS, "Families whose entries apply too: `families/x`.")] = ()
    disable: Annotated[Texts, Key(Form.TEXTS, "Inherited entries that do not apply: `families/x#entry`.")] = ()
    role: Role = Role.SOURCE
    match: Match = Match()
    content: Content = Content()
    drops: tuple[DropEntry, ...] = ()
    keeps: tuple[KeepEntry, ...] = ()
    captures: tuple[CaptureEntry, ...] = ()
    phrases: tuple[PhraseEntry, ...] = ()
    examples: tuple[ExampleEntry, ...] = ()
    digest: str = ""
    place: Place = Place()


Entry = DropEntry | KeepEntry | CaptureEntry
"""An entry that acts on a document."""

HEADER = RuleFile
"""The keys above the first table."""

TABLES: Mapping[str, type] = MappingProxyType(
    {
        "match": Match,
        "content": Content,
        "drop": DropEntry,
        "keep": KeepEntry,
        "capture": CaptureEntry,
        "phrase": PhraseEntry,
        "example": ExampleEntry,
    }
)
"""The tables of a file by the name that users write, in the order of the rule reference."""

LISTS: frozenset[str] = frozenset({"drop", "keep", "capture", "phrase", "example"})
"""Tables that may stand many times, in doubled brackets."""


def keys_of(table: type) -> Mapping[str, KeySpec]:
    """The keys that users may write in `table` (one of `TABLES`, or `HEADER`), by name, in order."""
    return _KEYS[table]


def _keys(table: type) -> Mapping[str, KeySpec]:
    found: dict[str, KeySpec] = {}
    hints = get_type_hints(table, include_extras=True)
    for item in fields(table):
        hint = hints[item.name]
        key = next((part for part in get_args(hint)[1:] if isinstance(part, Key)), None)
        if key is None:
            continue
        required = item.default is MISSING and item.default_factory is MISSING
        name = key.name or item.name
        found[name] = KeySpec(name, item.name, key.form, key.doc, required, _words(get_args(hint)[0]))
    return MappingProxyType(found)


def _words(hint: object) -> tuple[str, ...]:
    if get_origin(hint) is Literal:
        return tuple(str(word) for word in get_args(hint))
    return next((words for part in get_args(hint) if (words := _words(part))), ())


_KEYS: Mapping[type, Mapping[str, KeySpec]] = {table: _keys(table) for table in (HEADER, *TABLES.values())}
