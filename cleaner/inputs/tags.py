"""What an element's tag alone says of its text: whether it ends a line, enters at all, or marks what stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

_SKIPPED_TEXT = """
script style template svg canvas iframe object embed head title meta link base noembed noframes param source
track
"""
SKIPPED = frozenset(_SKIPPED_TEXT.split())
"""Elements of which nothing enters the text."""

_BLOCKS = """
address article aside blockquote body button center details dialog dir div dl fieldset figcaption figure footer
form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend main menu nav ol optgroup p pre search section
select summary table textarea ul video audio noscript
"""
_LINES = """
br caption dd dt li option tbody tfoot thead tr
"""
_BREAKING = {**dict.fromkeys(_BLOCKS.split(), 2), **dict.fromkeys(_LINES.split(), 1)}
"""Elements that end a line, and how many newlines they put between themselves and the text around them."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}
"""Headings, with their levels."""
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


@dataclass(frozen=True, slots=True)
class Tag:
    """What the walk must know of an element that its tag alone tells. `is_special`: it does more than break lines."""

    name: str
    breaking: int
    heading: int
    mark: str | None
    is_special: bool
    is_custom: bool


@lru_cache(maxsize=256)
def tag_of(tag: str) -> Tag:
    """What is known of elements called `tag`."""
    heading = HEADINGS.get(tag, 0)
    special = bool(heading) or tag in ("a", "td", "th", "img", "pre")
    breaking = _BREAKING.get(tag, 0)
    return Tag(tag, breaking, heading, _MARKED.get(tag), special, "-" in tag and not breaking)


PLAIN = tag_of("span")
TAGS = {tag: tag_of(tag) for tag in (*_BREAKING, *_MARKED, *HEADINGS, "a", "img", "td", "th", "span", "b", "i")}
"""The common ones, known beforehand."""
