"""Markdown: YAML or TOML front matter, and lines that know whether they are headings, list items, code or tables.

Front matter never enters the clean text. Its values tell the source and the metadata; its characters are accounted
for by an
edit of kind `front_matter`, and a Markdown writer puts them back verbatim.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

import regex
import yaml

from cleaner.model import Block
from cleaner.spans import Span

_FRONT = regex.compile(
    r"\A(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<body>.*?)(?:^)(?P=fence)[ \t]*(?:\r?\n|\Z)", regex.S | regex.M
)
_KEY = regex.compile(r"^[A-Za-z_][\w .-]{0,60}[ \t]*[:=]", regex.M)
_LINE = regex.compile(r"[^\r\n]+")
_HEADING = regex.compile(r"\s{0,3}(#{1,6})\s")
_ITEM = regex.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s")
_FENCE = regex.compile(r"\s{0,3}(```|~~~)")
_LISTING = regex.compile(r"(?m)^\s{0,3}```")
_LINK = regex.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Front matter at the head of a text: where it stands, what it says, and what could not be read of it."""

    span: Span
    values: Mapping[str, object] = field(default_factory=dict)
    warning: str | None = None


def front_matter(text: str) -> FrontMatter | None:
    """The front matter of `text`, or `None`. A pair of rules with no `key:` line between them is no front matter."""
    found = _FRONT.match(text)
    if found is None or not _KEY.search(found["body"]):
        return None
    span = Span(0, found.end())
    try:
        if found["fence"] == "+++":
            values: object = tomllib.loads(found["body"].replace("\r\n", "\n"))
        else:
            # BaseLoader: every scalar stays the string that was written, dates and yes/no included.
            values = yaml.load(found["body"], Loader=yaml.BaseLoader)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError) as error:
        reason = " ".join(str(error).split())
        return FrontMatter(span, {}, f"front matter could not be read: {reason}")
    if not isinstance(values, dict):
        return FrontMatter(span, {}, "front matter is not a list of keys")
    return FrontMatter(span, {str(key): value for key, value in values.items()})


def looks_like_markdown(text: str) -> bool:
    """Whether an unnamed text is Markdown: front matter, or several marks that plain text does not have."""
    if front_matter(text) is not None:
        return True
    sample = text[:20_000]
    headings = len(regex.findall(r"(?m)^#{1,6} \S", sample))
    links = len(_LINK.findall(sample))
    return headings + links >= 3 and (headings >= 1 or links >= 3)


def has_listing(text: str) -> bool:
    """Whether a text, whatever it is called, sets code apart as Markdown does: its lines are then read so."""
    return "```" in text and len(_LISTING.findall(text)) > 1


def blocks_of(text: str, start: int = 0) -> tuple[Block, ...]:
    """The non-empty lines from `start` on, with what Markdown says of them. Setext underlines are lines of their
    own."""
    blocks: list[Block] = []
    fence: str | None = None
    for match in _LINE.finditer(text, start):
        line = match.group()
        marks: set[str] = set()
        heading = 0
        opened = _FENCE.match(line)
        if fence is not None or opened is not None:
            marks.add("code")
            if opened is not None:
                fence = None if fence == opened[1] else (fence or opened[1])
        elif found := _HEADING.match(line):
            heading = len(found[1])
        elif _ITEM.match(line):
            marks.add("list")
        elif line.lstrip().startswith("|"):
            marks.add("table")
        links = 0 if "code" in marks else sum(len(link) for link in _LINK.findall(line))
        blocks.append(Block(Span(match.start(), match.end()), "line", (), heading, links, frozenset(marks)))
    return tuple(blocks)
