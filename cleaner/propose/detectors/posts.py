"""Posts of social networks in running text, known by their tail: links, then an em dash, a name, a handle and a date.

Where a post begins is harder. A line that is no longer than a post and ends with the tail is the post. In a longer
line the article often leads in with the post's own first words ("Watch: X says Y. X says Y ..."): the second time
they stand, the post begins. Else only the last sentence before the tail goes. On a page, a quote that ends with the
tail is the post.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from cleaner.kinds import Kind
from cleaner.model import Evidence
from cleaner.propose.detectors.features import Line, Page
from cleaner.propose.detectors.weighing import ENOUGH, Case, Cut, Places, named, phrase_case
from cleaner.propose.detectors.word_counts import count_words
from cleaner.spans import Span

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|\p{L}{3,9}\.?)"
_DATE = rf"(?:{_MONTH} \d{{1,2}}, (?:19|20)\d\d|\d{{1,2}}\.? (?:de )?{_MONTH} (?:de )?(?:19|20)\d\d)"
_MEDIA = r"(?:(?:https?://)?pic\.(?:twitter|x)\.com/\w+|https?://t\.co/\w+)"
_NAME = r"(?P<name>[^()\n]{1,60}?)\s?\((?P<handle>@\w{1,15})\)"
_TAIL = regex.compile(rf"(?P<media>(?:{_MEDIA}\s*)*)(?:[—–-]|&mdash;)\s?{_NAME}\s{{0,2}}{_DATE}")
_LINK = regex.compile(_MEDIA)
_SENTENCE = regex.compile(r"[.!?…][\"'”’»)]*\s+(?=\S)")
_WORD = regex.compile(r"\w+")

POST_CHARS = 420
"""Characters of the longest line that is taken for one post: 280 of text, its links, and the tail's own name and
date."""

MOST_SHARE = 0.5
"""Of the words that are left: an article that is mostly posts ("the ten best replies") is made of them."""

LEAD_WORDS = 5
"""Words that must stand twice in a row before they are taken for a lead-in and the post's beginning."""

_NAMES = frozenset({"twitter", "tweet", "instagram", "tiktok", "bluesky", "embed", "fb"})


class Posts:
    """Finds posts in lines of any length, and the placeholders that embeds leave."""

    name = "posts"
    version = "2"
    where = "posts.py"
    places = Places(head=0.3, inside=0.0, tail=0.3, nowhere=0.0)

    def find(self, page: Page) -> Iterable[Case | Cut]:
        """Cuts for posts, cases for placeholders."""
        cuts = self._of_lines(page) if "@" in page.context.document.text else {}
        for of_line in cuts.values():
            yield from of_line
        for at in page.hit_by(Kind.EMBED):
            line = page.lines[at]
            if at not in cuts:
                case = phrase_case(page, at, line, Kind.EMBED, self.places)
                if case is not None and line.words <= 60:
                    if named(page, line, _NAMES):
                        case.add("markup", ENOUGH)
                    yield case

    def _of_lines(self, page: Page) -> dict[int, list[Cut]]:
        """The cuts in each line by its index; none in a page of posts."""
        cuts = {
            at: found for at, line in enumerate(page.lines) if (found := _quoted(page, line) or [*self._posts(line)])
        }
        text = page.context.document.text
        words = sum(count_words(cut.span.of(text)) for found in cuts.values() for cut in found)
        if words > max(MOST_SHARE * page.words, page.context.config.budget_floor_words):
            return {}
        return cuts

    def _posts(self, line: Line) -> Iterator[Cut]:
        wording = line.wordings[0]
        text = wording.text
        if "@" not in text:
            return
        bound = 0
        for tail in _TAIL.finditer(text):
            begin = _begin(text, bound, tail)
            bound = tail.end()
            if begin is not None:
                yield _cut(wording.origin(begin.at, tail.end()), tail, begin.how)


def _quoted(page: Page, line: Line) -> list[Cut]:
    """All of `line`, where it stands in a quote that is a post. Its tail may be gone already."""
    quote = page.quote(line)
    if quote is None:
        return []
    text = quote.of(page.context.document.text).rstrip()
    last = next((tail for tail in _TAIL.finditer(text) if tail.end() == len(text)), None)
    return [_cut(line.span, last, "all of a quote")] if last else []


def _cut(span: Span, tail: regex.Match[str], begin: str) -> Cut:
    evidence = (Evidence("tail", tail.group().strip()), Evidence("begin", begin))
    return Cut(span, Kind.EMBED, 0.97, evidence)


@dataclass(frozen=True, slots=True)
class _Begin:
    """Where a post begins, and how that is known."""

    at: int
    how: str


def _begin(text: str, bound: int, tail: regex.Match[str]) -> _Begin | None:
    """Where the post that ends with `tail` begins; `None` where it is no post."""
    while bound < tail.start() and text[bound].isspace():
        bound += 1
    alone = not text[tail.end() :].strip() and bound == 0
    if alone and tail.end() <= POST_CHARS:
        return _Begin(0, "the line is no longer than a post")
    first_link = _LINK.search(text, bound, tail.end())
    if first_link is None:
        return None
    doubled = _doubled(text, bound, first_link.start())
    if doubled is not None:
        return _Begin(doubled, "its first words stand twice")
    start = bound
    for stop in _SENTENCE.finditer(text, bound, first_link.start()):
        start = stop.end()
    return _Begin(start, "the last sentence before the link")


def _doubled(text: str, start: int, end: int) -> int | None:
    """Where a stretch of `text[start:end]` begins that repeats the words just before it."""
    words = list(_WORD.finditer(text, start, end))
    folded = [word.group().casefold() for word in words]
    for second in range(LEAD_WORDS, len(words) - LEAD_WORDS + 1):
        for first in range(max(0, second - 60), second - LEAD_WORDS + 1):
            span = second - first
            if folded[first : first + LEAD_WORDS] != folded[second : second + LEAD_WORDS]:
                continue
            same = 0
            while same < span and second + same < len(folded) and folded[first + same] == folded[second + same]:
                same += 1
            if same >= LEAD_WORDS and same >= span - LEAD_SLACK:
                at = words[second].start()
                while at > start and not text[at - 1].isspace():
                    at -= 1
                return _with_marks(text, start, at)
    return None


LEAD_SLACK = 1
"""Words of a lead-in that the post may leave out."""


def _with_marks(text: str, start: int, at: int) -> int:
    """Take the signs (emoji, bullets) before a post's first word along."""
    while True:
        before = at
        while before > start and text[before - 1].isspace():
            before -= 1
        sign = before
        while sign > start and not text[sign - 1].isspace():
            sign -= 1
        if sign < before and not any(char.isalnum() or char in ".,;:!?\"'”’»)—" for char in text[sign:before]):
            at = sign
            continue
        return at
