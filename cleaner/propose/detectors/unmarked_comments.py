"""Readers' comments below an article that nothing marks: no names, no "Reply", only what readers say.

Extractors that keep comments drop the markup and often the names, and to the content model a reader's paragraph is a
paragraph. But readers greet, thank, praise the post, speak of "your article", cheer and put smileys. Each of these
stands in some article too; many of several sorts, close together below the article, are a thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Line, Page
from cleaner.propose.detectors.notes import leads_back
from cleaner.propose.detectors.weighing import ENOUGH, Case

SORTS = 4
"""Different sorts of cues in a thread. Writers have habits, of one or two sorts."""
CUED = 5
"""Lines of a thread with any cue."""
ADDRESSED = 2
"""Lines that speak to the writer. One article in 923 has all else, by its exclamations."""
NATS = 15.0
"""All that the lines of a thread say together. With these four, 12 of the 791 WCXB articles as an extractor leaves
them have a thread, all of them rightly, and of the 923 gold texts none."""
SILENT = -0.3
"""What a line without a cue says."""
NOTE = -4.0
"""... and a note, or the mark before it: notes thank and point to others as readers do."""
STRONG = 3.0
"""What a strong cue says at least. The first line of a thread holds one: the last lines of a personal article ask and
hope too."""
CONTRAST = 4.0
"""How many times the share of lines with a strong cue above the thread that in it is at least: a column of readers'
letters thanks and greets all the way. Of the 12, the least is 6 times."""
ABOVE = 100
"""Words that stand above a thread: the article."""

_TEXTS = (
    r"(?:blog|post|article|site|website|story|piece|recipe|list|page|guide|review|tutorial|write-?up|tips|ideas?"
    r"|beitrag|artikel|rezept|seite|billet|recette|publicaci[oó]n|art[ií]culo|receta|articolo|ricetta|artigo|receita)s?"
)
_PRAISE = (
    r"(?:great|good|nice|awesome|excellent|wonderful|amazing|interesting|helpful|informative|useful|lovely|fantastic"
    r"|brilliant|beautiful|superb|well[- ]written|insightful|inspiring|fabulous|cool|terrific|thoughtful|toller?|tolles"
    r"|sch[öo]ner?|sehr guter?|super|interessanter?|bel|excellente?|magnifique|excelente|gran|buen|muy buen|bell[oa]"
    r"|ottim[oa]|[óo]tim[oa]|belo|mooie?|goed|leuke?)"
)


@dataclass(frozen=True, slots=True)
class _Cue:
    """Something that readers say. `nats`: how much likelier in a line of a comment than in one of an article, as the
    logarithm, from 13 threads of 945 lines and 63,660 lines of gold text. The last three came to 2.7, 2.4 and 1.4, and
    are worth half: writers of a personal style opine and ask from the first line on."""

    sort: str
    nats: float
    pattern: regex.Pattern[str]
    hints: tuple[str, ...]
    """What a line holds one of, in lower case, where the pattern finds anything; none where the pattern begins with
    the line. Nearly all lines are spared the search."""

    def stands_in(self, text: str, low: str) -> bool:
        """Whether a line holds it; `low` is the line in lower case."""
        if not self.hints:
            return self.pattern.match(text) is not None
        return any(hint in low for hint in self.hints) and self.pattern.search(text) is not None


def _cue(sort: str, nats: float, pattern: str, *hints: str) -> _Cue:
    return _Cue(sort, nats, regex.compile(pattern, regex.IGNORECASE), hints)


_FACES = "😀😁😂🤣😃😄😅😆😉😊😋😍😘😎🙂🙏👍👏❤"
_THANKS = ("thank", "thx", "dank", "merci", "gracias", "grazie", "obrigad", "tack", "dzięk", "спасибо")


CUES = (
    _cue(
        "praise",
        5.0,
        rf"^(?:what an? |this (?:is|was) (?:such )?an? |such an? |an? |very |really |super |un |une |een |ein |eine )?"
        rf"(?:truly |really |very |so |most |sehr |très )?{_PRAISE}(?: and \p{{L}}+)? "
        rf"(?:{_TEXTS}|read|info|information|job|work|stuff|advice|points?|question|summary|overview|collection|photos"
        rf"|pictures|explanation|insights?|travail|trabajo|trabalho|lavoro)\b"
        rf"|^(?:thumbs up|well (?:done|said|written)|kudos|bravo|chapeau|congrat(?:s|ulations))\b",
    ),
    _cue(
        "greeting",
        5.0,
        r"^(?:hi|hello|hey|hallo|hola|bonjour|salut|ciao|ol[áa]|hej|привет)\b(?!\s+(?:and|to|the|is|was)\b)"
        r"(?:[ ,]+\p{L}[\p{L}'’.-]*){0,3}\s?[,!.–—-]",
    ),
    _cue(
        "thanks",
        4.5,
        r"^(?:many |big |so many )?(?:thanks|thank you|thx|danke|vielen dank|merci|(?:muchas )?gracias|grazie"
        r"|obrigad[oa]|bedankt|dank je|tack|dzięki|спасибо)\b"
        r"|\b(?:thanks|thank you)(?: so much| very much| again)?"
        r"(?: for (?:sharing|posting|writing|reading|commenting|asking|letting|taking the time|such|this|your|all"
        r"|the (?:tips?|info|information|great|article|post|advice|recipe|link|insight|reply|list|review))\b"
        r"|[.!]*$|,? \p{Lu}\p{Ll}+[.!]*$)",
        *_THANKS,
    ),
    _cue(
        "smiley",
        4.0,
        rf"(?<![\p{{L}}\d])[:;]-?[)D(P](?!\w)|[{_FACES}]"
        r"|\b(?:lol|haha+|imo|imho|tbh|fwiw|omg)\b",
        *(":", ";", "lol", "haha", "imo", "imho", "tbh", "fwiw", "omg", *_FACES),
    ),
    _cue("emphasis", 3.0, r"!!+|\?\?+|!\?|\.{4,}", "!!", "??", "!?", "...."),
    _cue(
        "reading",
        3.0,
        r"\b(?:loved?|loving|enjoy(?:ed)?|liked?|read|reading|appreciated?|bookmarked?|(?:dis)?agree with"
        r"|(?:i|we|just|so glad i) found)(?: (?:reading|all|how|both|finding|to read|many of))? (?:this|these|the|your)"
        r" (?:\p{L}+ )?(?:blog|post|article|site|website|recipe|list|piece|tips|comments?)\b",
        *("blog", "post", "article", "site", "recipe", "list", "piece", "tips", "comment"),
    ),
    _cue(
        "opinion",
        1.5,
        r"^(?:i|we) (?:totally |completely |really |just |so |absolutely |also |do |would |can'?t |cannot )*"
        r"(?:loved?|agree|disagree|enjoyed|appreciate|wish you|wait|hope you|want(?:ed)? to thank|stumbled"
        r"|came across)\b"
        r"|^(?:loved?|agreed|exactly|totally|yes|yep|yeah|nope|wow|lol|haha|oh|ugh|omg|amen"
        r"|awesome|amazing|beautiful|brilliant|cool|excellent|interesting|perfect|sorry|not sure|same here|me too"
        r"|good luck|cheers|hope (?:this|that|it|you))\b"
        r"(?:[^\p{L}]|$| (?:it|this|that|these|the|your|you|for|too|so|i|we|my)\b)",
    ),
    _cue(
        "request",
        1.2,
        r"^@\w|\b(?:you (?:forgot|missed|should (?:also|add|try|check|include)|could also|mention(?:ed)?|left out)"
        r"|(?:so )?glad you|i'?m glad|so happy (?:you|to)|keep (?:up|it up|them coming)|can you|could you"
        r"|do you (?:have|know|think)|did you|have you (?:ever|tried)|what do you|would you"
        r"|any (?:suggestions|advice|tips|ideas|recommendations|thoughts)|please (?:add|let|help|advise|share|tell))\b",
        *("you", "@", "glad", "happy", "keep", "any ", "please"),
    ),
    _cue(
        "yours",
        0.8,
        rf"\b(?:your|ur) (?:awesome |great |excellent |wonderful |amazing |lovely |own |recent |last |other |first )?"
        rf"(?:{_TEXTS}|work|writing|comments?|questions?|insights?|photos|pictures|reply|response|point|feedback"
        rf"|kind words)\b",
        *("your ", "ur "),
    ),
)
_TO_THE_WRITER = frozenset({"praise", "greeting", "thanks"})

_HINTS = (*_THANKS, "!!", ":)", ";)", "??", "....", "hello", " post", "article", "great", "love", "lol")
_HINTED = 5
"""Hints of cues that a text has at least where it holds a thread, one of thanks among them; counting them takes a
hundredth of reading its lines."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a line says: the sorts of its cues, and the nats of the strongest."""

    sorts: frozenset[str]
    nats: float

    @property
    def is_strong(self) -> bool:
        """Whether one of its cues is strong."""
        return self.nats >= STRONG


@dataclass(frozen=True, slots=True)
class _Thread:
    """The lines `start` to `end` (excluded) of a page, and what they say."""

    start: int
    end: int
    nats: float
    said: Sequence[_Said]

    @property
    def is_proved(self) -> bool:
        """Whether readers speak here."""
        sorts = frozenset[str]().union(*(said.sorts for said in self.said))
        addressed = sum(not said.sorts.isdisjoint(_TO_THE_WRITER) for said in self.said)
        cued = sum(bool(said.sorts) for said in self.said)
        return self.nats >= NATS and len(sorts) >= SORTS and cued >= CUED and addressed >= ADDRESSED

    @property
    def pause(self) -> int:
        """Lines between two cues at most."""
        cued = [at for at, said in enumerate(self.said) if said.sorts]
        return max((later - earlier for earlier, later in pairwise(cued)), default=1)


class UnmarkedComments:
    """Finds the stretch of lines that speaks most for readers, from its first cue on, and what follows its last one as
    closely as its cues follow one another. The comments before the first cue stay: nothing shows where they begin."""

    name = "unmarked_comments"
    version = "1"
    where = "unmarked_comments.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each line of a thread."""
        if page.first_body is None or not _may_hold("\n".join(line.text for line in page.lines).lower()):
            return
        if sum(_is_addressed(line.text) for line in page.lines) < ADDRESSED:
            return
        thread = _thread(page.lines)
        if not thread.is_proved or not page.first_body < thread.start:
            return
        above = page.lines[: thread.start]
        below = page.lines[thread.start : thread.end]
        if sum(line.words for line in above) < ABOVE or CONTRAST * _strong(above) > _strong(below):
            return
        for line in page.lines[thread.start : thread.end + thread.pause - 1]:
            case = Case((line,), Kind.COMMENTS)
            case.add("readers speak", ENOUGH, round(thread.nats, 1))
            case.add("cues", 1.0, sum(bool(said.sorts) for said in thread.said))
            yield case


def _strong(lines: Sequence[Line]) -> float:
    """The share of `lines` with a strong cue."""
    return sum(_said(line.text).is_strong for line in lines) / max(1, len(lines))


def _may_hold(low: str) -> bool:
    """Whether a text, in lower case, has enough hints for its lines to be read."""
    return any(hint in low for hint in _THANKS) and sum(map(low.count, _HINTS)) >= _HINTED


def _thread(lines: Sequence[Line]) -> _Thread:
    """The stretch of `lines` that says most for readers (Kadane's maximal sum)."""
    said = [_said(line.text) for line in lines]
    start, total = 0, 0.0
    best = (0.0, 0, 0)
    for at, line in enumerate(said):
        if total <= 0.0:
            start, total = at, 0.0
        total += line.nats
        if total > best[0]:
            best = (total, start, at + 1)
    nats, start, end = best
    opens = next((at for at in range(start, end) if said[at].is_strong), end)
    nats -= sum(line.nats for line in said[start:opens])
    return _Thread(opens, end, nats, said[opens:end])


@lru_cache(maxsize=4096)
def _is_addressed(text: str) -> bool:
    # A memory of a pure function. Three sorts of cues tell most pages from threads before the others are looked for.
    low = text.lower()
    return any(cue.stands_in(text, low) for cue in CUES if cue.sort in _TO_THE_WRITER)


@lru_cache(maxsize=4096)
def _said(text: str) -> _Said:
    # A memory of a pure function: lines are read again when something around them went.
    if leads_back(text):
        return _Said(frozenset(), NOTE)
    low = text.lower()
    found = [cue for cue in CUES if cue.stands_in(text, low)]
    return _Said(frozenset(cue.sort for cue in found), max((cue.nats for cue in found), default=SILENT))
