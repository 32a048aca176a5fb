"""Lint of expectations: what an `expected.txt` should never hold, so that no debris is blessed by mistake.

A line that a `with` snippet of the case names is meant: it is never found fault with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from cleaner.check.cases import Case
from cleaner.check.words import fold
from cleaner.kinds import Kind
from cleaner.rules import NO_PACKS, PhrasePacks, RuleBook

_DOUBLED_CHARS = 40
"""Shorter lines may stand twice: refrains, speakers' names, "Yes."."""

_SHORT_WORDS = 25
"""Only lines up to so many words are held against phrases: a longer one is prose that quotes them."""

_CALLS = regex.compile(
    r"(?:re|read|see|watch|learn|find out) (?:more|also|next)\b.{0,3}[:>»›].{0,200}"
    r"|(?:click|tap) here\b.{0,120}"
    r"|.{0,40}\bre(?:ad)? more ?[:.…>»›]*"
    r"|related(?: articles?| stor(?:y|ies)| posts?| reads?)? ?:.{0,200}"
    r"|(?:please )?(?:sign ?up|log ?in|sign ?in|subscribe|register)(?: (?:now|here|today|for free|to|for|or)\b.{0,90})?"
    r"|.{0,80}sign ?up ?sign ?up"
    r"|(?:share|tweet|print|e-?mail|facebook|twitter|whatsapp|linkedin)(?: (?:this|on|via|share|tweet|print|e-?mail|"
    r"facebook|twitter|whatsapp|linkedin|article|story|page))*:?"
    r"|advert(?:isement|ising)?(?: \d+)?",
    regex.IGNORECASE,
)
"""What a whole line says that is debris wherever it stands, with or without its "ad". English, and few: a lint that
cries wolf is switched off. Other languages are looked up in their phrase packs."""

_DEBRIS = frozenset(
    {
        Kind.RELATED, Kind.SIGNUP, Kind.PAYWALL, Kind.CONSENT, Kind.SHARE, Kind.TRENDING, Kind.ADVERT, Kind.DONATE,
        Kind.COMMENTS, Kind.FOOTER, Kind.NAVIGATION, Kind.PLAYER, Kind.DISCLAIMER,
    }
)  # fmt: skip
"""Kinds that no expectation holds, unless the case's policy keeps them."""

_SURE_WEIGHT = 1.5
"""Nats from which a phrase that takes a whole short line counts: right in over four of five hits."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with an expectation. `line` counts from 1; `None` where it speaks of the whole."""

    line: int | None
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}" if self.line else self.message


@dataclass(frozen=True, slots=True)
class Doubt:
    """An expectation that the lint finds something in."""

    case: Case
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        return f"{self.case.expected_path}: {'; '.join(map(str, self.findings))}"


def doubtful(cases: Iterable[Case], book: RuleBook) -> Iterator[Doubt]:
    """The written expectations among `cases` that hold what none should: a warning, not a verdict.

    A known failure and a draft that nobody has read yet are left alone, and so is `unchanged`: all of it is meant."""
    for case in cases:
        if case.error or case.unchanged or case.is_known_failure or not case.reviewed:
            continue
        expected = case.expectation()
        findings = () if expected is None else lint_expectation(expected, case, book.packs(case.language))
        if findings:
            yield Doubt(case, findings)


def lint_expectation(text: str, case: Case, packs: PhrasePacks = NO_PACKS) -> tuple[Finding, ...]:
    """Every finding in what `case` expects, or is about to. `packs` are the phrases of the text's language."""
    return (*_whole(text, case), *_doubled(text, case), *_debris(text, case, packs))


def _whole(text: str, case: Case) -> Iterator[Finding]:
    if not text.strip():
        yield Finding(None, "it is empty")
    folded = fold(text)
    for snippet in case.with_:
        if fold(snippet) not in folded:
            yield Finding(None, f"{snippet!r} is lost, which 'with' says must appear")
    for snippet in case.without:
        if fold(snippet) in folded:
            yield Finding(None, f"{snippet!r} stands in it, which 'without' says must not appear")


def _doubled(text: str, case: Case) -> Iterator[Finding]:
    counts: Counter[str] = Counter()
    for number, line in _lines(text):
        if len(line) < _DOUBLED_CHARS or _is_meant(line, case):
            continue
        counts[line] += 1
        if counts[line] == 2:
            yield Finding(number, f"the paragraph stands twice: {_shown(line)}")


def _debris(text: str, case: Case, packs: PhrasePacks) -> Iterator[Finding]:
    lines = [(number, line) for number, line in _lines(text) if len(line.split()) <= _SHORT_WORDS]
    lines = [(number, line) for number, line in lines if not _is_meant(line, case)]
    kept = {kind for kind, policy in case.policy.items() if policy != "drop"}
    told: dict[int, str] = {}
    for at, (_, line) in enumerate(lines):
        if _CALLS.fullmatch(line):
            told[at] = "reads like a link or a prompt"
    for hit in packs.hits([line for _, line in lines]):
        phrase, line = hit.phrase, lines[hit.index][1]
        whole = phrase.match == "line" or hit.end - hit.start == len(line)
        if whole and phrase.weight >= _SURE_WEIGHT and phrase.kind in _DEBRIS and phrase.kind not in kept:
            told.setdefault(hit.index, f"reads like '{phrase.kind}' ({hit.pack.origin_of(phrase)})")
    for at in sorted(told):
        number, line = lines[at]
        yield Finding(number, f"{told[at]}: {_shown(line)}; name it in 'with' if it is meant")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if folded := fold(line):
            yield number, folded


def _is_meant(line: str, case: Case) -> bool:
    return any(fold(snippet) in line for snippet in case.with_)


def _shown(line: str) -> str:
    return repr(line if len(line) <= _DOUBLED_CHARS * 2 else f"{line[: _DOUBLED_CHARS * 2]}...")
