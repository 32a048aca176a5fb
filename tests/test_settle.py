"""Deciding: keeps, policies, budgets, overlaps and the alarm; every edit that is not made is told."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.config import Config
from cleaner.cut import apply
from cleaner.inputs import read
from cleaner.kinds import Kind, Policy
from cleaner.model import (
    Actor,
    Capture,
    Document,
    Edit,
    Keep,
    Origin,
    Proposal,
    Settled,
    Status,
    Unresolved,
)
from cleaner.model import Testimony as Witness  # pytest takes a class whose name begins with Test for tests
from cleaner.settle import count_words, finish, settle
from cleaner.spans import Span, SpanSet

TEXT = "Home | News\nThe weir was mended on Monday.\nRead more: weirs\nThe ducks came back on Tuesday.\n"
DOCUMENT = read(TEXT, media="text")
EVERYTHING = SpanSet([Span(0, len(TEXT))])


def at(piece: str) -> Span:
    start = TEXT.index(piece)
    return Span(start, start + len(piece))


def edit(
    piece: str, actor: Actor = "detector", name: str = "related", confidence: float = 0.9, kind: Kind = Kind.RELATED
) -> Edit:
    return Edit(at(piece), kind, Origin(actor, name), confidence=confidence)


def decide(proposals: Iterable[Proposal], config: Config | None = None, before: Settled | None = None) -> Settled:
    return settle(DOCUMENT, before or Settled(), proposals, config or Config())


def removed(settled: Settled) -> list[str]:
    return [each.span.of(TEXT) for each in settled.edits if each.is_removal]


def guards(settled: Settled) -> list[str]:
    return [refusal.guard for refusal in settled.refusals]


def test_a_removal_is_made() -> None:
    settled = decide([edit("Read more: weirs")])
    assert removed(settled) == ["Read more: weirs"]
    assert settled.removed.covers(at("Read more: weirs"))
    assert settled.refusals == ()


def test_white_space_at_the_ends_of_a_removal_is_left_to_the_layout() -> None:
    assert removed(decide([edit("\nRead more: weirs\n")])) == ["Read more: weirs"]


def test_a_keep_beats_every_drop() -> None:
    keep = Keep(at("Read more: weirs"), Origin("rule", "x#stamp"))
    settled = decide([keep, edit("Read more: weirs", "rule")])
    assert removed(settled) == []
    assert guards(settled) == ["keep"]


def test_a_keep_holds_in_later_stages_too() -> None:
    first = decide([Keep(at("Read more: weirs"), Origin("rule", "x#stamp"))])
    assert removed(decide([edit("Read more: weirs")], before=first)) == []


def test_a_keep_inside_a_removal_cuts_it() -> None:
    keep = Keep(at("Read more: weirs"), Origin("rule", "x#stamp"))
    settled = decide([keep, edit("Monday.\nRead more: weirs\nThe ducks", "rule")])
    assert removed(settled) == ["Monday.", "The ducks"]
    assert guards(settled) == ["keep"]


@pytest.mark.parametrize("policy", Policy)
def test_the_policy_of_a_kind(policy: Policy) -> None:
    settled = decide([edit("Read more: weirs")], Config(policy={Kind.RELATED: policy}))
    assert bool(removed(settled)) == (policy is Policy.DROP)
    assert bool(settled.marks) == (policy is Policy.MARK)
    assert guards(settled) == (["policy"] if policy is Policy.KEEP else [])


def test_kinds_that_stay_by_default() -> None:
    assert guards(decide([edit("The ducks", kind=Kind.SUBHEAD)])) == ["policy"]


def test_overlapping_removals_join_under_their_first_owner() -> None:
    rule = edit("Read more: weirs", "rule", "x#more", 0.5)
    detector = edit("Read more: weirs\nThe ducks", "detector", confidence=0.99)
    settled = decide([detector, rule])
    assert [(each.span.of(TEXT), str(each.origin)) for each in settled.edits] == [
        ("Read more: weirs", "rule:x#more"),
        ("The ducks", "detector:related"),
    ]
    assert settled.edits[0].also == (detector.origin,)


def test_of_two_replacements_the_surer_stays() -> None:
    span = at("mended")
    sure = Edit(span, Kind.REPAIR, Origin("repair", "a"), "amended", 0.99)
    unsure = Edit(span, Kind.REPAIR, Origin("repair", "b"), "demanded", 0.8)
    settled = decide([unsure, sure])
    assert [each.replacement for each in settled.edits] == ["amended"]
    assert guards(settled) == ["overlap"]


def test_a_repair_inside_a_removal_is_moot() -> None:
    repair = Edit(at("weirs"), Kind.REPAIR, Origin("repair", "a"), "weird")
    assert guards(decide([repair, edit("Read more: weirs")])) == ["moot"]
    before = decide([edit("Read more: weirs")])
    assert guards(decide([repair], before=before)) == ["moot"]


def test_what_is_no_edit_is_handed_on() -> None:
    origin = Origin("rule", "x")
    others: Sequence[Proposal] = (
        Capture("author", "Ada Fenn", at("weir"), origin),
        Witness(at("Home"), Kind.NAVIGATION, 1.0, origin),
        Unresolved(at("ducks"), (), origin),
    )
    settled = decide(others)
    assert (settled.captures, settled.testimony, settled.unresolved) == ((others[0],), (others[1],), (others[2],))
    assert settled.edits == ()


LONG = "".join(f"The weir was mended on day {number}, and the ducks came back.\n" for number in range(40))
LONG_DOCUMENT = read(LONG, media="text")


def lines(
    first: int, last: int, actor: Actor = "detector", confidence: float = 0.9, name: str = "related"
) -> list[Edit]:
    starts = [block.span for block in LONG_DOCUMENT.blocks]
    return [Edit(span, Kind.RELATED, Origin(actor, name), confidence=confidence) for span in starts[first:last]]


def long_before() -> Settled:
    return Settled(article=SpanSet([Span(0, len(LONG))]))


@pytest.mark.parametrize(
    ("actor", "count", "passes"),
    [("detector", 9, True), ("detector", 12, False), ("rule", 20, True), ("rule", 26, False), ("engine", 30, True)],
)
def test_an_entry_that_overshoots_its_budget_is_rolled_back_whole(actor: Actor, count: int, passes: bool) -> None:
    other = lines(30, 31, "detector", name="share")
    settled = settle(LONG_DOCUMENT, long_before(), [*lines(0, count, actor), *other], Config())
    assert len(settled.edits) == (count if passes else 0) + 1
    assert guards(settled) == ([] if passes else ["budget"] * count)


@pytest.mark.parametrize(
    ("kind", "actor", "count", "passes"),
    [
        (Kind.DUPLICATE, "detector", 39, True),  # the first copies are somewhere else
        (Kind.DUPLICATE, "rule", 26, False),
        (Kind.COMMENTS, "detector", 36, True),
        (Kind.COMMENTS, "detector", 39, False),  # a text is not all comments
        (Kind.COMMENTS, "rule", 26, False),
    ],
)
def test_copies_and_threads_have_budgets_of_their_own(kind: Kind, actor: Actor, count: int, passes: bool) -> None:
    proposals = [replace(each, kind=kind) for each in lines(0, count, actor)]
    settled = settle(LONG_DOCUMENT, long_before(), proposals, Config())
    assert len(settled.edits) == (count if passes else 0)
    verdict = finish(LONG_DOCUMENT, settled, Config())
    assert verdict.status is (Status.CHANGED if passes else Status.CLEAN)  # no alarm: nothing of the article is lost


def test_outside_the_article_there_is_no_budget() -> None:
    before = Settled(article=SpanSet([lines(39, 40)[0].span]))
    assert len(settle(LONG_DOCUMENT, before, lines(0, 39), Config()).edits) == 39


def test_a_small_removal_passes_any_budget() -> None:
    before = Settled(article=SpanSet([at("The weir was mended on Monday."), at("Read more: weirs")]))
    assert removed(decide([edit("Read more: weirs")], before=before)) == ["Read more: weirs"]


def test_the_alarm_undoes_the_least_sure_removals_inside_the_article() -> None:
    sure, unsure = lines(0, 22, "engine", 0.95), lines(22, 38, "engine", 0.6)
    settled = settle(LONG_DOCUMENT, long_before(), [*sure, *unsure], Config())
    verdict = finish(LONG_DOCUMENT, settled, Config())
    assert verdict.status is Status.SUSPECT
    assert verdict.warnings
    undone = [refusal for refusal in verdict.refusals if refusal.guard == "alarm"]
    assert undone
    assert {refusal.edit.confidence for refusal in undone} == {0.6}
    left = count_words(apply(LONG, verdict.edits))
    assert left >= Config().left_floor * count_words(LONG)


def test_the_alarm_leaves_page_chrome_removed() -> None:
    chrome, article = lines(0, 10, "engine", 0.5), lines(10, 40, "engine", 0.9)
    before = Settled(article=SpanSet(each.span for each in article))
    verdict = finish(LONG_DOCUMENT, settle(LONG_DOCUMENT, before, [*chrome, *article], Config()), Config())
    assert verdict.status is Status.SUSPECT
    gone = SpanSet(each.span for each in verdict.edits)
    assert all(gone.covers(each.span) for each in chrome)


def test_what_stands_twice_is_no_loss() -> None:
    again = [replace(each, kind=Kind.DUPLICATE) for each in lines(4, 40)]
    settled = settle(LONG_DOCUMENT, Settled(), again, Config())
    verdict = finish(LONG_DOCUMENT, replace(settled, article=SpanSet([Span(0, len(LONG))])), Config())
    assert verdict.status is Status.CHANGED


def test_a_document_is_never_emptied_silently() -> None:
    settled = settle(DOCUMENT, Settled(), [Edit(Span(0, len(TEXT)), Kind.BOILERPLATE, Origin("engine", "x"))], Config())
    verdict = finish(DOCUMENT, settled, Config())
    assert verdict.status is Status.SUSPECT
    assert verdict.warnings


def test_nothing_to_do_is_clean() -> None:
    assert finish(DOCUMENT, Settled(article=EVERYTHING), Config()).status is Status.CLEAN
    assert finish(read("", media="text"), Settled(), Config()).status is Status.CLEAN


ACTORS: Sequence[Actor] = ("rule", "detector", "model", "engine", "repair")


@st.composite
def proposals(draw: st.DrawFn, document: Document = DOCUMENT) -> list[Proposal]:
    """Anything that proposers may say of a document, in any order."""
    found: list[Proposal] = []
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(document.text) - 1))
        span = Span(start, draw(st.integers(start + 1, len(document.text))))
        if not span.of(document.text).strip():
            continue  # white space is the layout's
        actor = draw(st.sampled_from(ACTORS))
        origin = Origin(actor, draw(st.sampled_from("ab")))
        if actor == "repair":
            found.append(
                Edit(span, Kind.REPAIR, origin, replacement="xy", confidence=draw(st.sampled_from([0.7, 0.9])))
            )
        elif draw(st.integers(0, 4)) == 0:
            found.append(Keep(span, origin))
        else:
            kind = draw(st.sampled_from([Kind.RELATED, Kind.SHARE, Kind.SUBHEAD]))
            found.append(Edit(span, kind, origin, confidence=draw(st.sampled_from([0.5, 0.9]))))
    return found


@given(st.lists(proposals(), max_size=3), st.booleans())
def test_whatever_is_proposed_the_edits_are_disjoint_and_keeps_hold(stages: list[list[Proposal]], marked: bool) -> None:
    config = Config(policy={Kind.SHARE: Policy.MARK} if marked else {})
    settled = Settled(article=EVERYTHING)
    for stage in stages:
        kept = SpanSet(keep.span for keep in settled.keeps)
        before = settled
        settled = settle(DOCUMENT, settled, stage, config)
        kept = kept.union(each.span for each in stage if isinstance(each, Keep))
        fresh = SpanSet(each.span for each in settled.edits).minus(SpanSet(each.span for each in before.edits))
        assert not any(kept.intersects(part) for part in fresh)
    edits = settled.edits
    assert all(left.span.end <= right.span.start for left, right in itertools.pairwise(edits))
    verdict = finish(DOCUMENT, settled, config)
    apply(TEXT, verdict.edits)
    proposed = sum(isinstance(each, Edit) for stage in stages for each in stage)
    told = {id(refusal.edit) for refusal in verdict.refusals} | {id(mark) for mark in settled.marks}
    assert proposed == 0 or verdict.edits or told


@given(proposals(), st.randoms(use_true_random=False))
def test_the_order_of_proposals_does_not_matter(stage: list[Proposal], random: object) -> None:
    shuffled = list(stage)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = decide(stage), decide(shuffled)
    assert one.removed == other.removed
    assert [each.span for each in one.edits] == [each.span for each in other.edits]
