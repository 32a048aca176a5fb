"""The one place that decides: keeps, policies, guards, budgets and overlaps turn proposals into applied edits.

Nothing else in the project changes text. A stage's proposals come in; a new `Settled` goes out. Later guards only
withdraw;
nothing is proposed again. Order: keep > source rules > family rules > model and detectors by confidence.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from cleaner.config import Config
from cleaner.cut import LAYOUT, lay_out
from cleaner.indentation import indentation
from cleaner.kinds import OTHER_TEXTS, Kind, Policy
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
from cleaner.spans import Span, SpanBuilder, SpanSet

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_BUDGETED = frozenset({"rule", "detector"})
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
    words = len(text.split())
    if text.isascii() or _UNSPACED.search(text) is None:
        return words
    return words + len(_UNSPACED.findall(text))


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
    told = replace(
        before,
        keeps=tuple(keeps),
        captures=tuple(captures),
        testimony=tuple(testimony),
        unresolved=tuple(unresolved),
    )
    if not edits:
        return told
    decision = _Decision(document, before, config, SpanSet(keep.span for keep in keeps))
    decision.consider(edits)
    return replace(
        told,
        edits=decision.applied,
        refusals=(*before.refusals, *decision.refusals),
        marks=(*before.marks, *decision.marks),
        removed=decision.gone.freeze(),
    )


def finish(document: Document, settled: Settled, config: Config, doubts: Sequence[str] = ()) -> Verdict:
    """Look at what is left, undo the least sure removals inside the article while an alarm stands, close the gaps.

    `doubts` are what the engine itself warns of: with any, the result is suspect.
    """
    text = document.text
    edits, refusals = list(settled.edits), list(settled.refusals)
    warnings = [*doubts]
    # What stands twice is no loss where one of the two stays, and texts of others are no part of the article.
    article = settled.article.minus(SpanSet(edit.span for edit in edits if _is_no_loss(edit)))
    inside = [edit for edit in edits if edit.is_removal and article.intersects(edit.span)]
    article_words = _words_in(text, article) if inside else 0
    left = article_words - sum(_words_in(text, article.within(edit.span)) for edit in inside)
    floor = config.left_floor * article_words
    if left < floor:
        warnings.append(f"{left} of the article's {article_words} words were left: the least sure removals are undone")
        for edit in sorted(inside, key=lambda e: (e.confidence, -_PRIORITY[e.origin.actor], e.span)):
            if left >= floor:
                break
            edits.remove(edit)
            refusals.append(Refusal(edit, "alarm", "too little of the article would be left"))
            left += _words_in(text, article.within(edit.span))
    start = document.front_matter.end if document.front_matter else 0
    laid_out = tuple(lay_out(text, edits, start))
    gone = SpanSet(edit.span for edit in laid_out if edit.is_removal)
    indents = SpanSet(indentation(document, gone)).minus(SpanSet(edit.span for edit in laid_out))
    if indents:
        laid_out = tuple(sorted([*laid_out, *(Edit(span, Kind.LAYOUT, LAYOUT) for span in indents)], key=_start))
    if laid_out and text.strip() and gone.covers(Span(start, len(text))):
        warnings.append("nothing of the document is left: no article was found in it")
    status = Status.SUSPECT if warnings else Status.CHANGED if laid_out else Status.CLEAN
    return Verdict(laid_out, tuple(refusals), status, tuple(warnings))


def _is_no_loss(edit: Edit) -> bool:
    return edit.kind is Kind.DUPLICATE or (edit.kind in OTHER_TEXTS and edit.origin.actor == "detector")


def _words_in(text: str, spans: Iterable[Span]) -> int:
    return sum(count_words(span.of(text)) for span in spans)


class _Decision:
    """One stage's decision: what is applied, refused and marked."""

    def __init__(self, document: Document, before: Settled, config: Config, kept: SpanSet) -> None:
        self.text = document.text
        self.config = config
        self.before = before
        self.kept = kept
        self.removals = [edit for edit in before.edits if not edit.replacement]  # sorted and disjoint throughout
        self.replacements = [edit for edit in before.edits if edit.replacement]
        self.gone = SpanBuilder(before.removed.union(edit.span for edit in self.removals))
        self.refusals: list[Refusal] = []
        self.marks: list[Edit] = []

    def consider(self, edits: Sequence[Edit]) -> None:
        """Policy, then keeps, then budgets an entry at a time, then overlaps."""
        survivors = [part for edit in edits if self._policy(edit) for part in self._cut_at_keeps(edit)]
        survivors = self._within_budget(survivors)
        order = sorted(survivors, key=_rank)
        for edit in order:
            if edit.is_removal:
                self._remove(edit)
        for edit in [edit for edit in self.replacements if self.gone.intersects(edit.span)]:
            self.replacements.remove(edit)
            self._refuse(edit, "moot", "it stands inside a removed stretch")
        replaced = SpanBuilder(SpanSet(edit.span for edit in self.replacements))
        for edit in order:
            if not edit.is_removal:
                self._replace(edit, replaced)

    @property
    def applied(self) -> tuple[Edit, ...]:
        return tuple(sorted([*self.removals, *self.replacements], key=_start))

    def _refuse(self, edit: Edit, guard: str, why: str) -> None:
        self.refusals.append(Refusal(edit, guard, why))

    def _policy(self, edit: Edit) -> bool:
        policy = self.config.policy_of(edit.kind)
        if policy is Policy.MARK:
            self.marks.append(edit)
        elif policy is Policy.KEEP:
            self._refuse(edit, "policy", f"the policy keeps '{edit.kind}'")
        return policy is Policy.DROP

    def _cut_at_keeps(self, edit: Edit) -> list[Edit]:
        if not self.kept.intersects(edit.span):
            return [edit]
        self._refuse(edit, "keep", "a keep entry holds this stretch")
        if not edit.is_removal:
            return []
        return [replace(edit, span=part) for part in self.kept.outside(edit.span) if part.of(self.text).strip()]

    def _within_budget(self, edits: list[Edit]) -> list[Edit]:
        """Withdraw, an entry at a time, what removes more of the candidate article than it may. What a detector saw
        twice costs nothing, as its first copy stays: of an article that a scraper wrote out twice half may go."""
        article = self.before.article
        spent: dict[Origin, int] = defaultdict(int)
        for edit in edits:
            if edit.kind is Kind.DUPLICATE and edit.origin.actor == "detector":
                continue
            if edit.is_removal and edit.origin.actor in _BUDGETED and article.intersects(edit.span):
                for part in article.within(edit.span):
                    spent[edit.origin] += sum(
                        count_words(left.of(self.text)) for left in self.before.removed.outside(part)
                    )
        if not spent or max(spent.values()) <= self.config.budget_floor_words:
            return edits
        total = _words_in(self.text, article)
        over: dict[Origin, str] = {}
        of_others = {edit.origin for edit in edits if edit.kind in OTHER_TEXTS}
        for origin, words in spent.items():
            share = self.config.rule_budget if origin.actor == "rule" else self.config.detector_budget
            if origin.actor == "detector" and origin in of_others:
                share = self.config.other_texts_budget
            if words > max(share * total, self.config.budget_floor_words):
                over[origin] = f"{origin.name} would remove {words} of the article's {total} words, over {share:.0%}"
        for edit in edits:
            if edit.origin in over:
                self._refuse(edit, "budget", over[edit.origin])
        return [edit for edit in edits if edit.origin not in over]

    def _remove(self, edit: Edit) -> None:
        fresh = self.gone.add(edit.span)
        if sum(map(len, fresh)) < len(edit.span):
            self._share(edit)
        for part in fresh:
            trimmed = _trim(self.text, part)
            if trimmed:
                insort(self.removals, edit if trimmed == edit.span else replace(edit, span=trimmed), key=_start)

    def _share(self, edit: Edit) -> None:
        """Note a second owner on the removals that `edit` overlaps."""
        at = max(bisect_right(self.removals, edit.span.start, key=_start) - 1, 0)
        while at < len(self.removals) and self.removals[at].span.start < edit.span.end:
            owner = self.removals[at]
            if owner.span.overlaps(edit.span) and edit.origin != owner.origin and edit.origin not in owner.also:
                self.removals[at] = replace(owner, also=(*owner.also, edit.origin))
            at += 1

    def _replace(self, edit: Edit, replaced: SpanBuilder) -> None:
        if self.gone.intersects(edit.span):
            self._refuse(edit, "moot", "it stands inside a removed stretch")
        elif replaced.intersects(edit.span):
            self._refuse(edit, "overlap", "a surer replacement holds this stretch")
        else:
            replaced.add(edit.span)
            self.replacements.append(edit)


def _start(edit: Edit) -> int:
    return edit.span.start


def _rank(edit: Edit) -> tuple[int, float, int, int, str]:
    """The order in which edits are decided: by who proposes, then the surest, the first, the shortest."""
    return _PRIORITY[edit.origin.actor], -edit.confidence, edit.span.start, edit.span.end, edit.origin.name


def _trim(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return span if start == span.start and end == span.end else Span(start, end)
