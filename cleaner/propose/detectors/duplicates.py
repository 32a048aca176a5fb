"""What stands twice: a deck that opens the running text again, and long lines that a page repeats word for word.

A refrain is repeated too, and so are the rows of a table and the steps of a plan. So a repeated paragraph goes only
where the one beside it is repeated with it, or where it follows its first copy; and the opening of a text only where it
repeats the line above it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise

import regex

from cleaner.kinds import Kind
from cleaner.model import Capture, Evidence
from cleaner.propose.detectors.features import Line, Page, Zone
from cleaner.propose.detectors.weighing import ENOUGH, Case, Cut, origin_of

DECK_WORDS = 6
"""Words of a deck that is looked for at the start of the text below it."""

PARAGRAPH_WORDS = 20
"""Words of a paragraph that nobody writes twice on purpose."""

ALONE = 1.0
"""Nats of a repeated paragraph between others that are not: seven of 27 on the development pages were wrongly taken."""

BYLINE_WORDS = 12
"""Words that a byline glued before the repeated deck may have."""

_WORD = regex.compile(r"\w+")
_BYLINE = regex.compile(
    r"(?:\p{Lu}[^|.!?]{1,40}\|\s*)?[Bb]y\s+(?P<name>\p{Lu}[\p{L}.'’-]*(?:\s\p{Lu}[\p{L}.'’-]*){1,3})[\s|–—-]*[“‘\"'(]?"
)


class Duplicates:
    """Finds repeated openings and paragraphs."""

    name = "duplicates"
    version = "2"
    where = "duplicates.py"

    def find(self, page: Page) -> Iterable[Case | Cut]:
        """Cuts for openings, cases for paragraphs."""
        for at, (above, line) in enumerate(pairwise(page.lines)):
            if page.zone(at) not in (Zone.HEAD, Zone.LEAD) and at != page.first_body:
                continue
            cut = _opening(above, line)
            if cut is not None:
                yield cut
        for at, copy in sorted(_copies(page).items()):
            case = Case((page.lines[at],), Kind.DUPLICATE)
            case.add("repeated", ALONE, page.repeats(page.lines[at]))
            if copy.in_run:
                case.add("run", ENOUGH, "what stands beside it is repeated too")
            elif copy.original == at - 1:
                case.add("run", ENOUGH, "right after its first copy")
            yield case


@dataclass(frozen=True, slots=True)
class _Copy:
    """A line that says again what the line `original` says, alone or in a run of lines that do."""

    original: int
    in_run: bool


def _copies(page: Page) -> dict[int, _Copy]:
    """The lines that say again what an earlier one says: paragraphs, and in runs of two paragraphs and more the
    headings and short lines between and beside them too. What the model does not keep is no original: its copy is the
    one that stays."""
    first: dict[str, int] = {}
    paragraphs: dict[int, int] = {}
    for at, line in enumerate(page):
        if line.words < PARAGRAPH_WORDS or page.repeats(line) == 1:
            continue
        if line.ends_sentence and not line.is_item and page.is_kept(line):
            original = first.setdefault(line.folded, at)
            if original != at:
                paragraphs[at] = original
    copies: dict[int, _Copy] = {}
    for at, original in paragraphs.items():
        if at in copies and copies[at].in_run:
            continue
        shift = at - original
        run = [*reversed(_alike(page, at, -1, shift)), at, *_alike(page, at, 1, shift)]
        if sum(near in paragraphs for near in run) > 1:
            copies.update((near, _Copy(near - shift, in_run=True)) for near in run)
        else:
            copies[at] = _Copy(original, in_run=False)
    return copies


def _alike(page: Page, at: int, step: int, shift: int) -> list[int]:
    """The lines next to `at`, one after the other, that say what the kept lines `shift` before them say."""
    found: list[int] = []
    near = at + step
    while shift <= near < len(page.lines):
        line, original = page.lines[near], page.lines[near - shift]
        if not line.reads_like(original) or not page.is_kept(original):
            break
        found.append(near)
        near += step
    return found


def _opening(above: Line, line: Line) -> Cut | None:
    """The start of `line` that repeats the whole line `above`, with a byline glued before it."""
    if not DECK_WORDS <= above.words < line.words:
        return None
    wording = line.wordings[-1]
    if above.opening not in _folded(islice(_WORD.finditer(wording.text), BYLINE_WORDS + 1)):
        return None
    wanted = above.folded.split()
    count = len(wanted)
    words = list(islice(_WORD.finditer(wording.text), count + BYLINE_WORDS))
    folded = _folded(words)
    first = next((at for at in range(len(words) - count + 1) if folded[at : at + count] == wanted), None)
    if first is None or len(words) <= first + count:
        return None
    captures: tuple[Capture, ...] = ()
    if first:
        byline = _BYLINE.fullmatch(wording.text[: words[first].start()])
        if byline is None:
            return None
        span = wording.origin(byline.start("name"), byline.end("name"))
        captures = (Capture("author", byline["name"], span, origin_of(Duplicates())),)
    end = words[first + count - 1].end()
    while end < len(wording.text) and not wording.text[end].isspace():
        end += 1
    if not above.ends_sentence and not wording.text[end:].lstrip()[:1].isupper():
        return None
    evidence = (Evidence("repeats the line above", count), Evidence("place", "the start of the line"))
    return Cut(wording.origin(0, end), Kind.DUPLICATE, 0.96, evidence, captures)


def _folded(words: Iterable[regex.Match[str]]) -> list[str]:
    return [word.group().casefold() for word in words]
