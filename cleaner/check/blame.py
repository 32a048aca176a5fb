"""Who is behind a difference: the edit that took a lost word, the guard or the silence that left another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cleaner.check.verdict import Difference
from cleaner.check.words import Compare, Hunk, WordList, hunks, words_of
from cleaner.errors import OverrunError
from cleaner.kinds import Kind
from cleaner.model import Edit, Result
from cleaner.rules import NO_PACKS, PhrasePacks
from cleaner.spans import Rewording, Span, View

_AROUND = 6
"""Words shown on either side of a difference."""

_NAMED = 4
"""Edits that are named for one difference, the first in the text; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Change:
    """An edit as a report tells it: by this version or by another."""

    span: Span
    replacement: str
    kind: str
    origin: str
    where: str | None
    confidence: float

    def __str__(self) -> str:
        where = f" ({self.where})" if self.where else ""
        at = f"{self.span.start}-{self.span.end}"
        return f"{self.origin}{where}, {self.kind}, confidence {self.confidence:.2f}, characters {at}"


@dataclass(frozen=True, slots=True)
class Stopped:
    """A change that a guard stopped."""

    change: Change
    guard: str
    why: str


@dataclass(frozen=True, slots=True)
class OpenWord:
    """A damaged word without a sure reading; `readings` tells the likeliest."""

    span: Span
    readings: str


@dataclass(frozen=True, slots=True)
class Account:
    """What a cleaning did to a text: all that blame needs, from a `Result` or from another version's report."""

    input_text: str
    text: str
    changes: tuple[Change, ...]
    stopped: tuple[Stopped, ...] = ()
    marks: tuple[Change, ...] = ()
    open_words: tuple[OpenWord, ...] = ()

    def view(self) -> View:
        """The clean text as a view of the input, which maps its places back."""
        return View(self.input_text, [Rewording(change.span, change.replacement) for change in self.changes])


def account_of(result: Result) -> Account:
    """The account of a result of this version."""
    return Account(
        input_text=result.document.text,
        text=result.text,
        changes=tuple(map(change_of, result.edits)),
        stopped=tuple(Stopped(change_of(each.edit), each.guard, each.why) for each in result.refusals),
        marks=tuple(map(change_of, result.marks)),
        open_words=tuple(
            OpenWord(found.span, ", ".join(f"{reading.text} {reading.probability:.2f}" for reading in found.readings))
            for found in result.unresolved
        ),
    )


def change_of(edit: Edit) -> Change:
    """An edit without its evidence."""
    origin = edit.origin
    return Change(edit.span, edit.replacement, str(edit.kind), str(origin), origin.where, edit.confidence)


@dataclass(frozen=True, slots=True)
class Side:
    """An account made ready for many questions: its words, and the way from them back to the input."""

    account: Account
    words: WordList
    view: View

    def missing(self, hunk: Span, lost: frozenset[str]) -> tuple[str, ...]:
        """Who took the words `lost`, which should stand where this side has those that `hunk` numbers."""
        return tuple(_lost(self.gap(hunk), lost, self.account))

    def place(self, hunk: Span) -> Span:
        """The stretch of the input that the words of `hunk` come from."""
        return self.view.origin(self.words.span(hunk))

    def gap(self, hunk: Span) -> Span:
        """The stretch of the input between the last word before a hunk and the first after it."""
        words = self.words.words
        start = self.view.origin(words[hunk.start - 1].span).end if hunk.start else 0
        end = self.view.origin(words[hunk.end].span).start if hunk.end < len(words) else self.view.source_length
        return Span(start, max(start, end))


def side_of(account: Account, compare: Compare = "exact") -> Side:
    """An account, ready for questions."""
    return Side(account, words_of(account.text, compare), account.view())


def differences(
    expected: str, account: Account, compare: Compare = "exact", packs: PhrasePacks = NO_PACKS
) -> tuple[Difference, ...]:
    """Every place where the account's text parts from `expected`, with who is behind it.

    `packs` are asked what speaks for a line that was left: evidence that was too weak, or that nothing weighed.
    """
    want, side = words_of(expected, compare), side_of(account, compare)
    return tuple(difference(want, side, hunk, _why(want, side, hunk, packs)) for hunk in hunks(want, side.words))


def difference(want: WordList, side: Side, hunk: Hunk, why: Iterable[str]) -> Difference:
    """One hunk between `want` and what `side` has, as reports tell it."""
    return Difference(
        lost=want.stretch(hunk.want),
        left=side.words.stretch(hunk.have),
        lost_words=len(hunk.want),
        left_words=len(hunk.have),
        before=want.before(hunk.want, _AROUND),
        after=want.after(hunk.want, _AROUND),
        why=tuple(dict.fromkeys(why)),
    )


def _why(want: WordList, side: Side, hunk: Hunk, packs: PhrasePacks) -> Iterator[str]:
    if hunk.want:
        lost = want.keys(hunk.want)
        there = _keys(side.words.stretch(hunk.have))
        if any(_keys(word) - there for word in lost):  # not only other punctuation around the same words
            for told in side.missing(hunk.have, lost):
                yield told + _behind(told, side, hunk, packs)
    if hunk.have:
        yield from _left(side.place(hunk.have), side.account, packs)


def _behind(told: str, side: Side, hunk: Hunk, packs: PhrasePacks) -> str:
    """What a model's edit had to go by besides its own judgement: the phrases in what it took."""
    if not told.startswith("taken by model:"):
        return ""
    phrases = _phrases(side.gap(hunk.have), side.account.input_text, packs)
    return f"; phrases that spoke for it: {phrases}" if phrases else "; no phrase spoke for it"


def _lost(gap: Span, lost: frozenset[str], account: Account) -> Iterator[str]:
    near = [change for change in account.changes if _touches(change.span, gap) and change.kind != Kind.LAYOUT]
    takers = [change for change in near if lost & _keys(change.span.of(account.input_text))]
    if takers:
        yield from _told("taken by", takers)
    elif lost & _keys(gap.of(account.input_text)):
        yield "stands in the input, and no edit of the report names it"
    else:
        yield "does not stand in the input here" + ("" if account.open_words else ", and no repair proposed it")
        yield from _told("nearest edit:", near[:1])


def _left(left: Span, account: Account, packs: PhrasePacks) -> Iterator[str]:
    stopped = [each for each in account.stopped if each.change.span.overlaps(left)]
    marks = [mark for mark in account.marks if mark.span.overlaps(left)]
    repairs = [change for change in account.changes if change.replacement.strip() and _touches(change.span, left)]
    open_words = [word for word in account.open_words if word.span.overlaps(left)]
    for each in stopped[:_NAMED]:
        yield f"left: guard '{each.guard}' stopped {each.change}: {each.why}"
    yield from _told("left: only marked by", marks)
    yield from _told("written by", repairs)
    for word in open_words[:_NAMED]:
        yield f"left: no sure reading ({word.readings or 'none at all'})"
    if not (stopped or marks or repairs or open_words):
        phrases = _phrases(left, account.input_text, packs)
        yield "left: nothing proposed" + (f", though phrases speak: {phrases}" if phrases else "")


def _phrases(left: Span, text: str, packs: PhrasePacks) -> str:
    """The phrases that speak for the lines of a stretch."""
    first, last = text.rfind("\n", 0, left.start) + 1, text.find("\n", left.end)
    lines = [line.strip() for line in text[first : last if last >= 0 else len(text)].split("\n")]
    try:
        hits = packs.hits(lines)
    except OverrunError:
        return ""
    told = dict.fromkeys(
        f"{hit.pack.origin_of(hit.phrase)} ({hit.phrase.kind}, {hit.phrase.weight:+.1f} nats)" for hit in hits
    )
    return ", ".join(list(told)[:_NAMED])


def _told(lead: str, changes: Sequence[Change]) -> Iterator[str]:
    names = list(dict.fromkeys(f"{lead} {change}" for change in changes))
    yield from names[:_NAMED]
    if len(names) > _NAMED:
        yield f"{lead} {len(names) - _NAMED} more"


def _touches(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _keys(text: str) -> frozenset[str]:
    """The words of `text` in either way of comparing."""
    ways = (words_of(text, "exact"), words_of(text, "words"))
    return frozenset(word.key for way in ways for word in way.words)
