"""Threads of readers' comments in running text, known by lines of one form: "Name says", "Re: (Score:2)", "Posted by:
Name, date", "Reply".

To the content model a reader's paragraph is a paragraph, and extractors that keep comments drop the markup that tells
them apart. One such line may stand in any article; several alike, with different names and text between them, do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Page
from cleaner.propose.detectors.weighing import ENOUGH, Case

LEAST = 4
"""Lines of one form that make a thread. None of the 923 gold texts has so many of any form; of the pages flattened 13
have that of speakers, 18 that of replies."""

NAMES = 3
"""Different names among them: in an interview or a play two or three speak by turns, many times."""

APART = 40
"""Lines between two such lines of one thread at most: a long comment has some twenty."""

NAME_WORDS = 5

_VERBS = (
    "says", "sagt", "schreibt", "meint", "dice", "dit", "a dit", "a écrit", "diz", "disse", "escreveu", "scrive",
    "ha scritto", "zegt", "schreef", "säger", "skriver", "pisze", "napisał", "napisała", "napisał(a)", "пишет", "yazdı",
)  # fmt: skip
_VERB = "|".join(map(regex.escape, _VERBS))
_SAYS = regex.compile(rf"(?P<name>[^\s,;:.!?“”\"][^,;:!?“”\"]{{0,48}}?)\s(?:{_VERB})\s?:?")
_VERB_ALONE = regex.compile(rf"(?:{_VERB})\s?:?")
_REPLY = regex.compile(
    r"(?:Log in to )?Reply ?(?:Delete|↓)?|Antworten ?(?:Löschen)?|Répondre ?(?:Supprimer)?|Rispondi ?(?:Elimina)?"
    r"|Responder ?(?:Eliminar|Excluir)?|Beantwoorden ?(?:Verwijderen)?|Svar ?(?:Slett?)?|Svara|Odpowiedz ?(?:Usuń)?"
    r"|Ответить ?(?:Удалить)?|Yanıtla ?(?:Sil)?|返信 ?(?:削除)?|답글|回复",
    regex.IGNORECASE,
)
_POSTED = regex.compile(
    r"(?:Posted|Submitted|Written|Comment) by:\s?(?P<name>[^|\n]{1,60}?)\s?[,|]\s"
    r"[^|]{0,20}\b(?:19|20)\d\d\b.{0,20}\d:\d\d.{0,12}",
    regex.IGNORECASE,
)
_SCORED = regex.compile(r"(?P<name>.{0,120}?)\s?\(Score:\s?-?\d(?:,\s?[\p{L} ]{1,20})?\)")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that tells who speaks: its index on the page, and the name."""

    at: int
    name: str


class Threads:
    """Finds threads of comments: from the first line that names a speaker to the end of the last comment."""

    name = "threads"
    version = "2"
    where = "threads.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each line of a thread."""
        for form, marks in (("Name says", _says(page)), ("Re: (Score:2)", _scored(page))):
            for run in _runs(marks):
                yield from self._cases(page, form, run, ends=False)
        for form, marks in (("Posted by: Name", _posted(page)), ("Reply", _replies(page))):
            for run in _runs(marks):
                yield from self._cases(page, form, run, ends=True)

    def _cases(self, page: Page, form: str, marks: Sequence[_Mark], *, ends: bool) -> Iterator[Case]:
        """The lines of one thread, whose comments the marks head or, where `ends`, close."""
        if page.first_body is None or marks[0].at <= page.first_body:
            return  # what stands above must be an article
        longest = max(later.at - earlier.at for earlier, later in pairwise(marks))
        # Of a thread whose marks close comments the first is left alone, as nothing shows where it begins.
        after = 1 if ends else longest
        for line in page.lines[marks[0].at : marks[-1].at + after]:
            case = Case((line,), Kind.COMMENTS)
            case.add("form", ENOUGH, f"lines like '{form}'")
            case.add("number", 1.0, len(marks))
            yield case


def _says(page: Page) -> list[_Mark]:
    """The lines "Name says", on one line or on two."""
    marks: list[_Mark] = []
    for at, line in enumerate(page):
        if line.words > NAME_WORDS + 1 or not line.text.rstrip(":").rstrip().endswith(_VERBS):
            continue
        if at and _VERB_ALONE.fullmatch(line.text) and page.lines[at - 1].words <= NAME_WORDS:
            marks.append(_Mark(at - 1, page.lines[at - 1].folded))
        elif found := _SAYS.fullmatch(line.text):
            marks.append(_Mark(at, found["name"].casefold()))
    return marks


def _scored(page: Page) -> list[_Mark]:
    """The lines "Re: what it is about (Score:2)" of forums that rate comments."""
    if "(Score:" not in page.context.document.text:
        return []
    found = ((at, _SCORED.fullmatch(line.text)) for at, line in enumerate(page))
    return [_Mark(at, match["name"].casefold()) for at, match in found if match is not None]


def _posted(page: Page) -> list[_Mark]:
    """The signatures "Posted by: Name, 27 Sep 2031 | 15:22" below comments."""
    if "by:" not in page.context.document.text:
        return []
    found = ((at, _POSTED.fullmatch(line.text)) for at, line in enumerate(page))
    return [_Mark(at, match["name"].casefold()) for at, match in found if match is not None]


def _replies(page: Page) -> list[_Mark]:
    """The buttons "Reply" below comments. They tell no name, so each counts for one."""
    return [_Mark(at, str(at)) for at, line in enumerate(page) if line.words <= 4 and _is_reply(line.text)]


@lru_cache(maxsize=4096)
def _is_reply(text: str) -> bool:
    # A memory of a pure function: lines are asked about again when something around them went.
    return _REPLY.fullmatch(text) is not None


def _runs(marks: Sequence[_Mark]) -> Iterator[Sequence[_Mark]]:
    """Marks that stand near one another, where they are enough for a thread."""
    run: list[_Mark] = []
    for mark in marks:
        if run and mark.at - run[-1].at > APART:
            yield from _enough(run)
            run = []
        run.append(mark)
    yield from _enough(run)


def _enough(run: list[_Mark]) -> Iterator[Sequence[_Mark]]:
    """`run` if it is a thread: enough marks, of different names, with text between them."""
    between = sum(later.at - earlier.at > 1 for earlier, later in pairwise(run))
    if len(run) >= LEAST and len({mark.name for mark in run}) >= NAMES and 2 * between > len(run):
        yield run
