"""The one place that decides: keeps, policies, guards, budgets and overlaps turn proposals into applied edits.

Nothing else in the project changes text. A stage's proposals come in; a new `Settled` goes out. Later guards only
withdraw;
nothing is proposed again. Order: keep > source rules > family rules > model and detectors by confidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from cleaner.config import Config
from cleaner.cut import lay_out
from cleaner.kinds import Kind, Policy
from cleaner.model import (
    Capture,
    Document,
    Edit,
    Keep,
    Origin,
    Proposal,
    Refusal,
    Settled,
    Status,
    Testimony,
    Unresolved,
)
from cleaner.spans import Span, SpanSet

_WORD = regex.compile(r"\w+")
_PRIORITY: Mapping[str, int] = {"settle": 0, "rule": 1, "model": 2, "detector": 2, "engine": 3, "repair": 4}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The end of the settling: the edits to cut at, what was refused, and whether an alarm was raised."""

    edits: tuple[Edit, ...]
    refusals: tuple[Refusal, ...]
    status: Status
    warnings: tuple[str, ...] = ()


def count_words(text: str) -> int:
    """Words of a text; characters of scripts that put no spaces between words count as one each."""
    return sum(1 for _ in _WORD.finditer(text))


def settle(document: Document, before: Settled, proposals: Iterable[Proposal], config: Config) -> Settled:
    """Decide on one stage's proposals, given what earlier stages settled."""
    edits: list[Edit] = []
    keeps, captures = list(before.keeps), list(before.captures)
    testimony, unresolved = list(before.testimony), list(before.unresolved)
    for proposal in proposals:
        match proposal:
            case Edit():
                edits.append(proposal)
            case Keep():
                keeps.append(proposal)
            case Capture():
                captures.append(proposal)
            case Testimony():
                testimony.append(proposal)
            case Unresolved():
                unresolved.append(proposal)
    decision = _Decision(document, before, config, SpanSet(keep.span for keep in keeps))
    decision.consider(edits)
    return replace(
        before,
        edits=tuple(sorted(decision.applied, key=lambda edit: (edit.span, edit.origin.name))),
        keeps=tuple(keeps),
        captures=tuple(captures),
        testimony=tuple(testimony),
        unresolved=tuple(unresolved),
        refusals=(*before.refusals, *decision.refusals),
        marks=(*before.marks, *decision.marks),
        removed=decision.removed,
    )


def finish(document: Document, settled: Settled, config: Config) -> Verdict:
    """Look at what is left, undo the least sure removals inside the article while an alarm stands, and close the
    gaps."""
    edits, refusals = list(settled.edits), list(settled.refusals)
    warnings: list[str] = []
    status = Status.CHANGED
    article_words = _words_in(document, settled.article)
    floor = config.left_floor * article_words
    left = _words_in(document, settled.article.minus(SpanSet(e.span for e in edits if e.is_removal)))
    if article_words and left < floor:
        status = Status.SUSPECT
        warnings.append(
            f"only {left} of the article's {article_words} words would be left: the least sure removals were undone"
        )
        unsure = sorted(
            (
                e
                for e in edits
                if e.is_removal and e.kind is not Kind.FRONT_MATTER and settled.article.intersects(e.span)
            ),
            key=lambda e: (e.confidence, -_PRIORITY[e.origin.actor], e.span),
        )
        for edit in unsure:
            if left >= floor:
                break
            edits.remove(edit)
            refusals.append(Refusal(edit, "alarm", "too little of the article would be left"))
            left += sum(count_words(part.of(document.text)) for part in settled.article.within(edit.span))
    start = document.front_matter.end if document.front_matter else 0
    laid_out = tuple(lay_out(document.text, edits, start))
    if not laid_out:
        status = Status.CLEAN
    return Verdict(laid_out, tuple(refusals), status, tuple(warnings))


def _words_in(document: Document, spans: Iterable[Span]) -> int:
    return sum(count_words(span.of(document.text)) for span in spans)


class _Decision:
    """One stage's decision: what is applied, refused and marked."""

    def __init__(self, document: Document, before: Settled, config: Config, kept: SpanSet) -> None:
        self.document = document
        self.config = config
        self.before = before
        self.kept = kept
        self.applied = list(before.edits)
        self.removed = before.removed
        self.refusals: list[Refusal] = []
        self.marks: list[Edit] = []

    def consider(self, edits: Sequence[Edit]) -> None:
        """Policy, then keeps, then budgets an entry at a time, then overlaps."""
        survivors = [kept for edit in edits if self._policy(edit) for kept in self._cut_at_keeps(edit)]
        survivors = self._within_budget(survivors)
        order = sorted(survivors, key=lambda e: (_PRIORITY[e.origin.actor], -e.confidence, e.span, e.origin.name))
        removals = [edit for edit in order if edit.is_removal or edit.kind is not Kind.REPAIR]
        for edit in removals:
            self._apply_removal(edit)
        for edit in order:
            if not edit.is_removal and edit.kind is Kind.REPAIR:
                self._apply_replacement(edit)

    def refuse(self, edit: Edit, guard: str, why: str) -> None:
        self.refusals.append(Refusal(edit, guard, why))

    def _policy(self, edit: Edit) -> bool:
        policy = self.config.policy_of(edit.kind)
        if policy is Policy.MARK:
            self.marks.append(edit)
        elif policy is Policy.KEEP:
            self.refuse(edit, "policy", f"the policy keeps '{edit.kind}'")
        return policy is Policy.DROP

    def _cut_at_keeps(self, edit: Edit) -> list[Edit]:
        if not self.kept.intersects(edit.span):
            return [edit]
        self.refuse(edit, "keep", "a keep entry holds this stretch")
        if not edit.is_removal:
            return []
        parts = [Span(*_trim(self.document.text, part)) for part in self.kept.outside(edit.span)]
        return [replace(edit, span=part) for part in parts if part]

    def _within_budget(self, edits: list[Edit]) -> list[Edit]:
        """Withdraw, an entry at a time, what removes more of the candidate article than it may."""
        article = self.before.article
        if not article:
            return edits
        total = sum(count_words(span.of(self.document.text)) for span in article)
        spent: dict[Origin, int] = defaultdict(int)
        for edit in edits:
            if edit.is_removal and edit.origin.actor in ("rule", "detector"):
                for part in article.within(edit.span):
                    for left in self.removed.outside(part):
                        spent[edit.origin] += count_words(left.of(self.document.text))
        over: dict[Origin, str] = {}
        for origin, words in spent.items():
            share = self.config.rule_budget if origin.actor == "rule" else self.config.detector_budget
            if words > max(share * total, self.config.budget_floor_words):
                over[origin] = (
                    f"{origin.name} would remove {words} of the article's {total} words (at most {share:.0%})"
                )
        for edit in edits:
            if edit.origin in over:
                self.refuse(edit, "budget", over[edit.origin])
        return [edit for edit in edits if edit.origin not in over]

    def _apply_removal(self, edit: Edit) -> None:
        parts = self.removed.outside(edit.span)
        if sum(map(len, parts)) < len(edit.span):
            self._share(edit)
        for part in parts:
            start, end = _trim(self.document.text, part)
            if start < end:
                self.applied.append(replace(edit, span=Span(start, end)))
        self.removed = self.removed.union(parts)

    def _share(self, edit: Edit) -> None:
        """Note a second owner on the removals that `edit` overlaps."""
        for at, other in enumerate(self.applied):
            if other.span.overlaps(edit.span) and other.origin != edit.origin and edit.origin not in other.also:
                self.applied[at] = replace(other, also=(*other.also, edit.origin))

    def _apply_replacement(self, edit: Edit) -> None:
        if self.removed.intersects(edit.span):
            self.refuse(edit, "moot", "it stands inside a removed stretch")
            return
        rival = next((e for e in self.applied if not e.is_removal and e.span.overlaps(edit.span)), None)
        if rival is not None:
            self.refuse(edit, "overlap", f"{rival.origin} is surer of this stretch")
            return
        self.applied.append(edit)


def _trim(text: str, span: Span) -> tuple[int, int]:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
