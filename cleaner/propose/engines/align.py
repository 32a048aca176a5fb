"""Finding in the linearised text what an engine kept of it: token by token, monotone, down to spans inside a line.

An engine gives text, not offsets, and rewords as it goes: it joins lines, normalises letters, repeats a paragraph,
moves a table. So both texts are read as words, and matched like two versions of a file: stretches of words that occur
once in each are anchors, the longest chain of anchors in the same order holds, and the gaps between are matched the
same way with ever shorter stretches. What the engine moved is looked for afterwards, out of order, and last of all in
hidden, alternative and JSON-LD lines.

Costs about as much as reading both texts twice; the worst case is bounded by `_SMALL_GAP`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from operator import lt

from cleaner.model import Block
from cleaner.spans import Span, SpanSet

_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Lao, Myanmar, Khmer, kana, Han: scripts without spaces between words, which engines split and join at will."""

_TOKEN = re.compile(rf"[^\W{_SPACELESS}]+|[{_SPACELESS}]")
"""A word, or one character of a script without spaces. `re` reads it in two thirds of the time that `regex` takes."""

_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_ODD = re.compile(rf"[{_INVISIBLE}\u0300-\u036f]")
"""Characters that an engine drops or composes: soft hyphens, zero-width characters, combining marks."""

_ODD_TOKEN = re.compile(rf"(?:[^\W{_SPACELESS}]|[{_INVISIBLE}\u0300-\u036f])+|[{_SPACELESS}]")
"""A word with such characters in it. Only texts that hold one are read by it."""

_DROPPED = re.compile(rf"[{_INVISIBLE}]")

HIDDEN_MARKS = frozenset({"hidden", "alt", "noscript", "jsonld"})
"""Marks of lines that a reader of the page does not see: the last place to look for what the engine kept."""

_ANCHOR_LENGTHS = (8, 4, 2)
"""Words of an anchor, longest first. Eight words in a row occur twice in an article only where a paragraph does."""

_SMALL_GAP = 40_000
"""Gaps of at most this many word pairs are left to `difflib`, whose worst case is their number."""

_MOVED_WORDS = 6
"""Words in a row that are taken for the same text out of order; shorter stretches are set phrases."""

_SURE_WORDS = 4
"""Matched words in a row that count by themselves; shorter stretches must fill a line or join another stretch."""

_LOST_WORDS = 2
"""Up to this many unmatched words between two matched stretches of a line stay: engines lose or glue a word at inline
markup, and boilerplate inside a line is longer. At either end of a line they stay where the engine has a word of its
own there."""

_JOINERS = frozenset("'’‘ʼ-‐‑_\u00ad")
"""Characters that make one word of the two on their sides."""


def align(text: str, blocks: Sequence[Block], kept: str) -> SpanSet:
    """The spans of `text` that read as `kept`, an engine's selection from it; empty where nothing is found.

    No word is cut, and a line that is nearly all there is taken whole, with its punctuation.
    """
    vocabulary = _Vocabulary()
    page = _page_tokens(text, blocks, vocabulary)
    engine = _engine_tokens(kept, vocabulary)
    if not engine.ids or not page.ids:
        return SpanSet()
    seen = [not block.marks & HIDDEN_MARKS for block in blocks]
    plain = [at for at, line in enumerate(page.line) if seen[line]]
    matches = _Matches(len(engine.ids), len(page.ids))
    _match_in_order(engine, page, plain, matches)
    _match_moved(engine, page, plain, matches)
    if len(plain) < len(page.ids):
        marked = [at for at, line in enumerate(page.line) if not seen[line]]
        _match_in_order(engine, page, marked, matches)
    return SpanSet(_tidy(text, blocks, engine, page, matches))


@dataclass(slots=True)
class _Tokens:
    """A text as words: vocabulary ids, offsets in the text, and the line that each stands in."""

    ids: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    line: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    """The first word of each line, and one past the last word of the last."""


class _Matches:
    """Which word of the page stands for which word of the engine's text; -1 for none."""

    def __init__(self, engine: int, page: int) -> None:
        self.of_engine = [-1] * engine
        self.of_page = [-1] * page

    def put(self, engine: int, page: int) -> None:
        self.of_engine[engine] = page
        self.of_page[page] = engine


class _Vocabulary(dict[str, int]):
    """A number for each word as it is spelled; the same for upper-case, composed and soft-hyphenated spellings."""

    def __init__(self) -> None:
        super().__init__()
        self._of_word: dict[str, int] = {}

    def __missing__(self, spelling: str) -> int:
        word = spelling
        if not spelling.isascii() and _ODD.search(spelling):
            word = unicodedata.normalize("NFC", _DROPPED.sub("", spelling))
        number = self[spelling] = self._of_word.setdefault(word.casefold(), len(self._of_word))
        return number


def _pattern(text: str) -> re.Pattern[str]:
    return _ODD_TOKEN if not text.isascii() and _ODD.search(text) else _TOKEN


def _page_tokens(text: str, blocks: Sequence[Block], vocabulary: _Vocabulary) -> _Tokens:
    tokens = _Tokens()
    pattern = _pattern(text)
    for number, block in enumerate(blocks):
        tokens.first.append(len(tokens.ids))
        found = list(pattern.finditer(text, block.span.start, block.span.end))
        tokens.ids += [vocabulary[match.group()] for match in found]
        tokens.start += [match.start() for match in found]
        tokens.end += [match.end() for match in found]
        tokens.line += [number] * len(found)
    tokens.first.append(len(tokens.ids))
    return tokens


def _engine_tokens(kept: str, vocabulary: _Vocabulary) -> _Tokens:
    tokens = _Tokens()
    pattern = _pattern(kept)
    for number, line in enumerate(kept.splitlines()):
        tokens.first.append(len(tokens.ids))
        words = [vocabulary[spelling] for spelling in pattern.findall(line)]
        tokens.ids += words
        tokens.line += [number] * len(words)
    tokens.first.append(len(tokens.ids))
    return tokens


def _match_in_order(engine: _Tokens, page: _Tokens, where: Sequence[int], matches: _Matches) -> None:
    """Match the engine's words that are still open to the page's words at `where`, keeping both orders."""
    open_words = [at for at, match in enumerate(matches.of_engine) if match < 0]
    partners = _monotone([engine.ids[at] for at in open_words], [page.ids[at] for at in where])
    for left, right in enumerate(partners):
        if right >= 0:
            matches.put(open_words[left], where[right])


def _match_moved(engine: _Tokens, page: _Tokens, where: Sequence[int], matches: _Matches) -> None:
    """Match what the engine put elsewhere: long stretches of open words on both sides, in any order."""
    open_words = [at for at, match in enumerate(matches.of_engine) if match < 0]
    if len(open_words) < _MOVED_WORDS:
        return
    wanted: dict[tuple[int, ...], list[int]] = {}
    for at in _run_starts(open_words, _MOVED_WORDS):
        wanted.setdefault(tuple(engine.ids[at : at + _MOVED_WORDS]), []).append(at)
    free = [at for at in where if matches.of_page[at] < 0]
    for right in _run_starts(free, _MOVED_WORDS):
        if matches.of_page[right] >= 0:
            continue
        for left in wanted.get(tuple(page.ids[right : right + _MOVED_WORDS]), ()):
            if matches.of_engine[left] >= 0:
                continue
            step = 0
            while (
                left + step < len(engine.ids)
                and right + step < len(page.ids)
                and matches.of_engine[left + step] < 0
                and matches.of_page[right + step] < 0
                and engine.ids[left + step] == page.ids[right + step]
            ):
                matches.put(left + step, right + step)
                step += 1
            break


def _run_starts(positions: Sequence[int], length: int) -> list[int]:
    """The positions that `length - 1` others follow without a gap."""
    return [
        position
        for at, position in enumerate(positions[: max(0, len(positions) - length + 1)])
        if positions[at + length - 1] == position + length - 1
    ]


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of both texts still to be matched, with anchors of `_ANCHOR_LENGTHS[level]` words and shorter."""

    left: int
    left_end: int
    right: int
    right_end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Where the same stretch of words starts in both texts."""

    left: int
    right: int


def _monotone(left: Sequence[int], right: Sequence[int]) -> list[int]:
    """For each word of `left` its partner in `right`, in rising order, or -1."""
    partner = [-1] * len(left)
    todo = [_Window(0, len(left), 0, len(right))]
    while todo:
        window = todo.pop()
        a, a_end, b, b_end = window.left, window.left_end, window.right, window.right_end
        anchors: list[_Anchor] = []
        while not anchors and window.level < len(_ANCHOR_LENGTHS):
            anchors = _anchors(left, right, window)
            if not anchors:
                window = _Window(a, a_end, b, b_end, window.level + 1)
        if not anchors:
            _match_gap(left, right, window, partner)
            continue
        for anchor in anchors:
            if anchor.left < a or anchor.right < b:
                continue  # inside the stretch that grew from the anchor before
            start, at = anchor.left, anchor.right
            while start > a and at > b and left[start - 1] == right[at - 1]:
                start, at = start - 1, at - 1
            if start > a and at > b:
                todo.append(_Window(a, start, b, at, window.level))
            while start < a_end and at < b_end and left[start] == right[at]:
                partner[start] = at
                start, at = start + 1, at + 1
            a, b = start, at
        if a < a_end and b < b_end:
            todo.append(_Window(a, a_end, b, b_end, window.level))
    return partner


def _match_gap(left: Sequence[int], right: Sequence[int], window: _Window, partner: list[int]) -> None:
    """Match what has no anchor: word by word where that is cheap, else only from both ends."""
    a, a_end, b, b_end = window.left, window.left_end, window.right, window.right_end
    if (a_end - a) * (b_end - b) <= _SMALL_GAP:
        matcher = SequenceMatcher(None, left[a:a_end], right[b:b_end], autojunk=False)
        for same in matcher.get_matching_blocks():
            start, at = a + same.a, b + same.b
            partner[start : start + same.size] = range(at, at + same.size)
        return
    while a < a_end and b < b_end and left[a] == right[b]:
        partner[a] = b
        a, b = a + 1, b + 1
    while a < a_end and b < b_end and left[a_end - 1] == right[b_end - 1]:
        a_end, b_end = a_end - 1, b_end - 1
        partner[a_end] = b_end


def _anchors(left: Sequence[int], right: Sequence[int], window: _Window) -> list[_Anchor]:
    """The longest chain, rising in both texts, of stretches that occur once in each side of the window."""
    length = _ANCHOR_LENGTHS[window.level]
    seen: dict[tuple[int, ...], int] = {}
    for at, gram in enumerate(_grams(left, window.left, window.left_end, length), window.left):
        seen[gram] = -1 if gram in seen else at
    there: dict[int, int] = {}
    for at, gram in enumerate(_grams(right, window.right, window.right_end, length), window.right):
        partner = seen.get(gram, -1)
        if partner >= 0:
            there[partner] = -1 if partner in there else at
    lefts = sorted(at for at, partner in there.items() if partner >= 0)
    rights = [there[at] for at in lefts]
    chain = range(len(rights)) if all(map(lt, rights, rights[1:])) else _rising(rights)
    anchors: list[_Anchor] = []
    last = shift = -1
    for number in chain:
        # Of neighbours in both texts only the first is told: a stretch grows from it over the others.
        if anchors and shift == rights[number] - lefts[number] and lefts[number] == last + 1:
            last += 1
            continue
        last, shift = lefts[number], rights[number] - lefts[number]
        anchors.append(_Anchor(last, rights[number]))
    return anchors


def _grams(ids: Sequence[int], start: int, end: int, length: int) -> Iterator[tuple[int, ...]]:
    if end - start < length:
        return iter(())
    return zip(*(ids[start + step : end - length + 1 + step] for step in range(length)), strict=True)


def _rising(values: Sequence[int]) -> list[int]:
    """The positions of the longest rising subsequence of `values`."""
    tails: list[int] = []  # smallest last value of a chain of each length
    last: list[int] = []  # and whose it is
    before: list[int] = []
    for number, value in enumerate(values):
        at = bisect_left(tails, value) if tails and value <= tails[-1] else len(tails)
        before.append(last[at - 1] if at else -1)
        if at == len(tails):
            tails.append(value)
            last.append(number)
        else:
            tails[at] = value
            last[at] = number
    chain: list[int] = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(number)
        number = before[number]
    return chain[::-1]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the page: its span of the text, and its words `[first, last)`."""

    span: Span
    first: int
    last: int


def _tidy(text: str, blocks: Sequence[Block], engine: _Tokens, page: _Tokens, matches: _Matches) -> Iterator[Span]:
    """The spans that the matched words make: whole lines where nearly all is there, else stretches of whole words."""
    kept_line = False
    wordless: list[Span] = []
    for number, block in enumerate(blocks):
        line = _Line(block.span, page.first[number], page.first[number + 1])
        if line.first == line.last:
            if kept_line:
                wordless.append(block.span)
            continue
        runs = _kept_runs(line, engine, matches)
        if runs:
            yield from wordless  # a line of signs between two kept lines belongs to them
            for run in runs:
                yield _whole_words(text, line, page, run)
        kept_line = bool(runs)
        wordless = []


def _kept_runs(line: _Line, engine: _Tokens, matches: _Matches) -> list[range]:
    """The stretches of the line's words that are kept; those that an engine lost are closed."""
    runs = _runs(line, matches)
    sure = [run for run in runs if _is_sure(run, line, engine, matches)]
    if not sure:
        return []
    joined: list[range] = []
    for run in runs:
        if joined and run.start - joined[-1].stop <= _LOST_WORDS:
            joined[-1] = range(joined[-1].start, run.stop)
        else:
            joined.append(run)
    kept = [run for run in joined if any(other.start in run for other in sure)]
    if kept[0].start - line.first <= _LOST_WORDS and _is_reworded(kept[0].start, -1, engine, matches):
        kept[0] = range(line.first, kept[0].stop)
    if line.last - kept[-1].stop <= _LOST_WORDS and _is_reworded(kept[-1].stop - 1, 1, engine, matches):
        kept[-1] = range(kept[-1].start, line.last)
    return kept


def _is_reworded(at: int, step: int, engine: _Tokens, matches: _Matches) -> bool:
    """Whether the engine has a word of its own beside the partner of the page's word `at`, on the side of `step`."""
    partner = matches.of_page[at]
    beside = partner + step
    return (
        0 <= beside < len(engine.ids) and engine.line[beside] == engine.line[partner] and matches.of_engine[beside] < 0
    )


def _runs(line: _Line, matches: _Matches) -> list[range]:
    """The stretches of the line's words that are a stretch of the engine's words too."""
    runs: list[range] = []
    start = -1
    before = -1
    for at, partner in enumerate(matches.of_page[line.first : line.last], line.first):
        if start >= 0 and partner != before + 1:
            runs.append(range(start, at))
            start = -1
        if start < 0 <= partner:
            start = at
        before = partner
    if start >= 0:
        runs.append(range(start, line.last))
    return runs


def _is_sure(run: range, line: _Line, engine: _Tokens, matches: _Matches) -> bool:
    """Whether a run of matched words is no chance: it is long, or the whole of the line or of the engine's line."""
    if len(run) >= _SURE_WORDS or (run.start == line.first and run.stop == line.last):
        return True
    start, end = matches.of_page[run.start], matches.of_page[run.stop - 1] + 1
    number = engine.line[start]
    return engine.first[number] == start and engine.first[number + 1] == end


def _whole_words(text: str, line: _Line, page: _Tokens, run: range) -> Span:
    """The stretch of text of a run of words, with the punctuation that hangs on them and the other half of a
    `don't`."""
    first, last = run.start, run.stop
    while first > line.first and text[page.end[first - 1] : page.start[first]] in _JOINERS:
        first -= 1
    while last < line.last and text[page.end[last - 1] : page.start[last]] in _JOINERS:
        last += 1
    start, floor = page.start[first], page.end[first - 1] if first > line.first else line.span.start
    end, ceiling = page.end[last - 1], page.start[last] if last < line.last else line.span.end
    if first == line.first:
        start = floor
    while start > floor and not text[start - 1].isspace():
        start -= 1
    if last == line.last:
        end = ceiling
    while end < ceiling and not text[end].isspace():
        end += 1
    return Span(start, end)
