"""Runs of program text: neighbouring lines that read like it, with the short ones and the comments between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from cleaner.propose.page_scripts.lines import MIXED, Look, is_listed, is_statement

_OF_TRACKERS = (
    r"googletag|adsbygoogle|_taboola|dataLayer|\bgtag\(|\bfbq\(|\bga\(|_gaq|GTM-\w|google_ad|pbjs|apstag|\bOBR\b|NREUM"
    r"|_sf_async|_satellite|_comscore|hotjar|\b_?hj[A-Z]\w+|disqus_|ezoic|mediavine|optimizely|mixpanel|segment\.|fbevents"
    r"|twttr"
)
_OF_PAGES = (
    r"window\.|\bself\.__|document\.\w|location\.(?:href|host|search|protocol|pathname)|navigator\.|localStorage"
    r"|sessionStorage|jQuery|\$\(|getElement|addEventListener|createElement|querySelector|XMLHttpRequest|\.onload"
    r"|setTimeout\(|__NEXT_DATA__|__NUXT__|__INITIAL|__PRELOADED|wp-(?:content|includes|json|block|emoji|admin)|_wpemoji"
    r"|--wp--|Drupal\.|Shopify\.|theForm|__doPostBack|webpack|requirejs|require\.config|CDATA|schema\.org"
    r"|\"@(?:type|context|id|graph)\"|'@type'|@media\b|@font-face|@keyframes|@import\b|@charset|!important"
    r"|\b\d+(?:px|rem|em|vh|vw)\b|display:\s?\w|background(?:-\w+)?:|font-(?:family|size|weight):|linear-gradient\("
    r"|rgba\(|var\(--"
)
OF_TRACKERS = regex.compile(_OF_TRACKERS)
OF_THE_PAGE = regex.compile(f"{_OF_TRACKERS}|{_OF_PAGES}")
"""What pages say to browsers, trackers and search engines. Program text that an article shows may say some of it, and
seldom what trackers want to hear."""

FEWEST, BRACES = 3, 2
"""Lines of program text, and braces, in a run that says nothing of the page."""
GAP = 3
"""Short lines in a row in a run: names, closing words, strings."""
LABELS = 2
"""Short lines between a paragraph and the listing that it introduces: "CSS", "Copy"."""
INTRODUCTION = 4
"""Words, at least, of the line with a colon that introduces a listing; without spaces, a clause."""
_CLAUSE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]{4}")
COMMENT_LINES, COMMENT_LINE = 60, 200
"""Lines of the longest comment, and characters of its longest line: paragraphs of text are longer."""

_CODE = frozenset({Look.CODE, Look.MINIFIED, Look.DATA})
_TEXT = frozenset({Look.PROSE, Look.TEXT})


@dataclass(frozen=True, slots=True)
class Run:
    """Program text in the lines `start` to `end` (excluded) of a text: `sure` lines that read like it, `calls` among
    them, `braces` that open and close blocks, and what is `said` that only a page says (`None`: nothing). It is
    `introduced` where the line before it ends with a colon and it says nothing to trackers: a listing that the text
    shows."""

    start: int
    end: int
    sure: int
    calls: int
    braces: int
    said: str | None
    introduced: bool

    @property
    def is_whole(self) -> bool:
        """Whether it is program text even where it says nothing: some lines with blocks in them, or calls alone."""
        return self.sure == self.calls or (self.sure >= FEWEST and self.braces >= BRACES)


def runs_of(lines: Sequence[str], looks: Sequence[Look]) -> Iterator[Run]:
    """The runs in `lines`, which look like `looks`."""
    looks = list(looks)
    for first, last in _comments(lines, looks):
        looks[first : last + 1] = [Look.CODE] * (last + 1 - first)
    start = last = -1
    gap = 0
    for at, look in enumerate(looks):
        if look in _CODE:
            start = at if start < 0 else start
            last, gap = at, 0
        elif start >= 0:
            gap += not is_listed(lines[at])
            if look in _TEXT or gap > GAP:
                yield _run(lines, looks, start, last + 1)
                start = -1
    if start >= 0:
        yield _run(lines, looks, start, last + 1)


def _run(lines: Sequence[str], looks: Sequence[Look], start: int, end: int) -> Run:
    text, seen = "\n".join(lines[start:end]), looks[start:end]
    found = OF_THE_PAGE.search(text)
    said = found.group() if found else "data" if Look.DATA in seen else None
    introduced = _is_introduced(lines, looks, start) and OF_TRACKERS.search(text) is None
    sure = [line for line, look in zip(lines[start:end], seen, strict=True) if look in _CODE]
    braces = text.count("{") + text.count("}")
    return Run(start, end, len(sure), sum(map(is_statement, sure)), braces, said, introduced)


def _is_introduced(lines: Sequence[str], looks: Sequence[Look], start: int) -> bool:
    for at in range(start - 1, max(start - LABELS - 2, -1), -1):
        line = lines[at]
        if line.endswith((":", "：")) and (len(line.split()) >= INTRODUCTION or _CLAUSE.search(line)):
            return True
        if looks[at] is not Look.SHORT:
            break
    return False


def _comments(lines: Sequence[str], looks: Sequence[Look]) -> Iterator[tuple[int, int]]:
    """The first and last lines of comments that program text holds: whatever they say is no text of the page."""
    after = 0
    for at, line in enumerate(lines):
        if at < after:
            continue
        if line.startswith("//") and looks[at] is not Look.CODE:
            if Look.CODE in (looks[max(at - 1, 0)], looks[min(at + 1, len(lines) - 1)]):
                yield at, at
            continue
        opened = line.rfind("/*")
        if opened < 0 or looks[at] is not Look.CODE or len(line) > MIXED or "*/" in line[opened:]:
            continue
        for last in range(at + 1, min(at + COMMENT_LINES, len(lines))):
            if len(lines[last]) > COMMENT_LINE and " " in lines[last]:
                break
            if "*/" in lines[last]:
                yield at, last
                after = last + 1
                break
