"""Proposals from the wording of pages: lines that repeat, labels, and the line that the tail begins with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cleaner.draft.pages import Line, Page
from cleaner.draft.proposals import Proposal, is_proposable, pattern_of, slug_of
from cleaner.kinds import Kind
from cleaner.rules import PhrasePacks
from cleaner.spans import SpanSet

_LONGEST_LINE = 40
"""Words of a line that is proposed whole: a cookie note has thirty."""

_LABEL_WORDS = 3
"""Words before a colon that make a label: "Read more:", "Photo credit:"."""

_MOST_LINES = 12
"""Lines that are proposed: more than a person reads."""

_ROOM = 1.5
"""How much larger than the largest tail that was seen a tail may be; a longer one changes nothing."""

_LARGEST_TAIL = 0.7


def drops(pages: Sequence[Page], inside: Sequence[SpanSet], packs: PhrasePacks) -> tuple[Proposal, ...]:
    """Entries for lines. `inside` limits each page to its container (the whole text, where there is none)."""
    texts = [_lines_in(page, room) for page, room in zip(pages, inside, strict=True)]
    repeated = _repeated(texts) if len(pages) > 1 else _taken(pages, texts)
    found: list[Proposal] = []
    tail = _tail(pages, texts, repeated)
    if tail is not None:
        found.append(tail)
    labels = _labels(pages, texts, packs)
    found += labels.values()
    for key, line in repeated.items():
        if len(found) >= _MOST_LINES:
            break
        if _is_covered(line, pages, tail, labels):
            continue
        kind = _kind(line, pages, packs)
        if is_proposable(kind):
            why = _why(key, line, pages, texts)
            name = slug_of(line.text) or "line"
            found.append(Proposal(name, kind or Kind.BOILERPLATE, "line", pattern_of(line.text), line.text, why))
    return tuple(found)


def signatures(pages: Sequence[Page], names: Sequence[str]) -> tuple[str, ...]:
    """Patterns for lines that every page has and that name the source."""
    shared = _repeated([page.lines for page in pages])
    words = [name.casefold() for name in names if len(name) >= 4]
    return tuple(
        f"^{pattern_of(line.text)}$"
        for line in shared.values()
        if any(word in "".join(line.text.casefold().split()) for word in words)
    )[:2]


def _lines_in(page: Page, room: SpanSet) -> tuple[Line, ...]:
    return tuple(line for line in page.lines if room.covers(line.span))


def _repeated(texts: Sequence[Sequence[Line]]) -> dict[str, Line]:
    """Lines that stand on two pages or more, by key, in the order of the first page that has them."""
    counts = Counter(key for lines in texts for key in {line.key for line in lines})
    found: dict[str, Line] = {}
    for lines in texts:
        for line in lines:
            if counts[line.key] > 1 and line.word_count <= _LONGEST_LINE:
                found.setdefault(line.key, line)
    return found


def _taken(pages: Sequence[Page], texts: Sequence[Sequence[Line]]) -> dict[str, Line]:
    """With one page nothing repeats: the short lines that the heuristics take."""
    return {
        line.key: line
        for page, lines in zip(pages, texts, strict=True)
        for line in lines
        if line.word_count <= _LONGEST_LINE and page.kind_of(line.span) is not None
    }


def _tail(pages: Sequence[Page], texts: Sequence[Sequence[Line]], repeated: dict[str, Line]) -> Proposal | None:
    """The first line after the last prose that all pages share, where more than it follows."""
    if len(pages) < 2:
        return None
    after = [_after_prose(page, lines) for page, lines in zip(pages, texts, strict=True)]
    shared = set(repeated).intersection(*({line.key for line in lines} for lines in after))
    marker = next((line for line in after[0] if line.key in shared), None)
    if marker is None:
        return None
    lengths = []
    for lines, rest in zip(texts, after, strict=True):
        start = next(at for at, line in enumerate(rest) if line.key == marker.key)
        if sum(line.key == marker.key for line in lines) > 1:
            return None  # it stands above the tail, too: no end can be told by it
        lengths.append((len(rest) - start) / len(lines))
    if all(share * len(lines) < 2 for share, lines in zip(lengths, texts, strict=True)):
        return None
    kind = next((kind for page in pages if (kind := page.kind_of(marker.span)) and is_proposable(kind)), Kind.FOOTER)
    at_most = round(min(_LARGEST_TAIL, _ROOM * max(lengths)), 2)
    why = f"the first line after the article that all {len(pages)} pages share; from here to the end"
    return Proposal("tail", kind, "from", pattern_of(marker.text), marker.text, why, at_most)


def _after_prose(page: Page, lines: Sequence[Line]) -> tuple[Line, ...]:
    end = page.lines[page.last_prose].span.end if page.last_prose >= 0 else 0
    return tuple(line for line in lines if line.span.start >= end)


def _labels(pages: Sequence[Page], texts: Sequence[Sequence[Line]], packs: PhrasePacks) -> dict[str, Proposal]:
    """ "Read more: ...": labels with something else behind them each time, that the heuristics take at least once."""
    seen: dict[str, list[Line]] = {}
    kinds: dict[str, Kind] = {}
    for page, lines in zip(pages, texts, strict=True):
        for line in lines:
            label, colon, rest = line.text.partition(": ")
            if not colon or not rest or len(label.split()) > _LABEL_WORDS or line.word_count > _LONGEST_LINE:
                continue
            seen.setdefault(label, []).append(line)
            kind = page.kind_of(line.span) or _by_phrase(line, packs)
            if kind is not None and is_proposable(kind):
                kinds[label] = kind
    found: dict[str, Proposal] = {}
    for label, lines in seen.items():
        if label in kinds and len({line.key for line in lines}) > 1:
            longest = max(len(line.text) - len(label) - 2 for line in lines)
            pattern = f"{pattern_of(label)}: .{{3,{max(120, 2 * longest)}}}"
            why = f"a label with {len(lines)} different lines behind it"
            found[label] = Proposal(slug_of(label) or "label", kinds[label], "line", pattern, lines[0].text, why)
    return found


def _is_covered(line: Line, pages: Sequence[Page], tail: Proposal | None, labels: dict[str, Proposal]) -> bool:
    """Whether another proposal takes the line on every page that has it."""
    if line.text.partition(": ")[0] in labels:
        return True
    if tail is None:
        return False
    for page in pages:
        marker = next(
            (at for at, each in enumerate(page.lines) if pattern_of(each.text) == tail.pattern), len(page.lines)
        )
        if any(each.key == line.key for each in page.lines[:marker]):
            return False
    return True


def _kind(line: Line, pages: Sequence[Page], packs: PhrasePacks) -> Kind | None:
    for page in pages:
        for each in page.lines:
            if each.key == line.key and (kind := page.kind_of(each.span)) not in (None, Kind.BOILERPLATE):
                return kind
    return _by_phrase(line, packs)


def _by_phrase(line: Line, packs: PhrasePacks) -> Kind | None:
    hits = packs.hits([line.text])
    return max(hits, key=lambda hit: hit.phrase.weight).phrase.kind if hits else None


def _why(key: str, line: Line, pages: Sequence[Page], texts: Sequence[Sequence[Line]]) -> str:
    count = sum(any(each.key == key for each in lines) for lines in texts)
    left = any(page.kind_of(each.span) is None for page in pages for each in page.lines if each.key == line.key)
    judged = "the heuristics leave it" if left else "the heuristics take it"
    return f"on {count} of {len(pages)} pages; {judged}" if len(pages) > 1 else f"on the one page; {judged}"


def lines_left(text: str) -> Iterator[str]:
    """The lines of a clean text that hold something, for snippets."""
    return (folded for line in text.splitlines() if (folded := " ".join(line.split())))
