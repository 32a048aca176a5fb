"""A drill: something is broken on purpose, and the fixtures that are named must catch it.

Each mutation is what a slip of the pen does to the project: a rule is lost, a pattern grows, a threshold moves, a stage
forgets its guard. Only fixtures that stand without the mutation count, so that the drill says what the corpus sees, not
what is broken anyway.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from cleaner import cut, pipeline
from cleaner.check import Standing, check_cases, find_cases
from cleaner.config import Config
from cleaner.kinds import Kind
from cleaner.model import Edit, Origin
from cleaner.pipeline import Cleaner
from cleaner.propose.detectors import DETECTORS, Detectors, weighing
from cleaner.rules import RuleBook, load_rules
from cleaner.spans import Span

FIXTURES = Path(__file__).parent.parent / "fixtures"

Mutant = Callable[[pytest.MonkeyPatch], Cleaner]


@lru_cache(maxsize=1)
def standing() -> frozenset[str]:
    """The fixtures that pass as things are."""
    report = check_cases(find_cases([FIXTURES]), Cleaner())
    return frozenset(verdict.id for verdict in report.verdicts if verdict.standing is Standing.PASSED)


def without(*names: str) -> Mutant:
    """The built-in rules with some entries gone."""

    def mutate(_: pytest.MonkeyPatch) -> Cleaner:
        lost = set(names)
        files = []
        for file in load_rules():
            drops = tuple(drop for drop in file.drops if f"{file.id}#{drop.id}" not in lost)
            captures = tuple(each for each in file.captures if f"{file.id}#{each.id}" not in lost)
            gone = len(file.drops) + len(file.captures) - len(drops) - len(captures)
            files.append(dataclasses.replace(file, drops=drops, captures=captures))
            lost -= {name for name in lost if gone and name.startswith(f"{file.id}#")}
        assert not lost, f"no such entry: {lost}"
        return Cleaner(rules=RuleBook([files]))

    return mutate


def with_pattern(name: str, pattern: str) -> Mutant:
    """The built-in rules with one entry's lines taken by another pattern."""

    def mutate(_: pytest.MonkeyPatch) -> Cleaner:
        files = [
            dataclasses.replace(
                file,
                drops=tuple(
                    dataclasses.replace(drop, line=(pattern,)) if f"{file.id}#{drop.id}" == name else drop
                    for drop in file.drops
                ),
            )
            for file in load_rules()
        ]
        return Cleaner(rules=RuleBook([files]))

    return mutate


def with_config(**values: Any) -> Mutant:
    """The recipe with other thresholds or switches."""
    return lambda _: Cleaner(config=Config(**values))


def without_stage(name: str) -> Mutant:
    """The flow with a stage left out."""

    def mutate(patch: pytest.MonkeyPatch) -> Cleaner:
        stages = tuple(stage for stage in pipeline.STAGES if type(stage).__name__ != name)
        assert len(stages) < len(pipeline.STAGES), f"no such stage: {name}"
        patch.setattr(pipeline, "STAGES", stages)
        return Cleaner()

    return mutate


def without_detector(name: str) -> Mutant:
    """The flow with one detector left out."""

    def mutate(patch: pytest.MonkeyPatch) -> Cleaner:
        table = tuple(detector for detector in DETECTORS if detector.name != name)
        assert len(table) < len(DETECTORS), f"no such detector: {name}"
        stages = [Detectors(table) if isinstance(stage, Detectors) else stage for stage in pipeline.STAGES]
        patch.setattr(pipeline, "STAGES", tuple(stages))
        return Cleaner()

    return mutate


def without_pack(language: str) -> Mutant:
    """The built-in rules without the phrases of a language."""

    def mutate(_: pytest.MonkeyPatch) -> Cleaner:
        files = [file for file in load_rules() if file.id != f"base/{language}"]
        assert len(files) < len(list(load_rules())), f"no such pack: {language}"
        return Cleaner(rules=RuleBook([files]))

    return mutate


def with_threshold(name: str, value: float) -> Mutant:
    """The detectors with one threshold of the weighing moved."""

    def mutate(patch: pytest.MonkeyPatch) -> Cleaner:
        patch.setattr(weighing, name, value)
        return Cleaner()

    return mutate


def with_layout(broken: Callable[..., list[Edit]]) -> Mutant:
    """The flow with another way to close the gaps."""

    def mutate(patch: pytest.MonkeyPatch) -> Cleaner:
        patch.setattr("cleaner.settle.lay_out", broken)
        return Cleaner()

    return mutate


def all_space_goes(text: str, edits: Iterable[Edit], start: int = 0) -> list[Edit]:
    """Takes the white space on both sides of each cut, so that what stood there is joined."""
    laid_out: list[Edit] = []
    for edit in cut.lay_out(text, list(edits), start):
        if edit.kind is not Kind.LAYOUT:
            end = edit.span.end + len(text[edit.span.end :]) - len(text[edit.span.end :].lstrip())
            at = max(start, len(text[: edit.span.start].rstrip()), laid_out[-1].span.end if laid_out else 0)
            if edit.is_removal and at < end:
                laid_out.append(dataclasses.replace(edit, span=Span(at, end)))
            elif edit.span.start >= at:
                laid_out.append(edit)
    return laid_out


def careless_rule(word: str, kind: Kind) -> Mutant:
    """A rule that takes every line with a word in it, of any source."""

    class Careless:
        def propose(self, context: Any, _: Any) -> Iterable[Edit]:
            for unit in context.units:
                if word in unit.text.casefold():
                    yield Edit(Span(unit.span.start, unit.span.end), kind, Origin("rule", "careless#line"))

    def mutate(patch: pytest.MonkeyPatch) -> Cleaner:
        patch.setattr(pipeline, "STAGES", (*pipeline.STAGES, Careless()))
        return Cleaner()

    return mutate


DRILL: dict[str, tuple[Mutant, set[str]]] = {
    "a rule is lost: the list of teasers": (
        without("devdiscourse#trending"),
        {"devdiscourse/2025-02-11-lighthouse-lease", "devdiscourse/2025-05-20-seed-bank-mouse"},
    ),
    "a rule is lost: the headline under the picture": (
        without("devdiscourse#headline", "devdiscourse#headline-twice"),
        {"devdiscourse/2025-02-11-lighthouse-lease"},
    ),
    "a rule is lost: captions": (
        without("channelnewsasia#photo-line"),
        {"channelnewsasia/2025-04-13-canal-walk-gallery"},
    ),
    "a rule is lost: the buttons": (
        without("reopenmedia#sign-up", "reopenmedia#comment-prompt"),
        {"reopenmedia/2025-04-06-dance-floor", "reopenmedia/2024-10-12-parliament-clock"},
    ),
    "a rule is lost: posts": (
        without("families/inline-tweets#post", "families/inline-tweets#quoted-post"),
        {"thegatewaypundit/2024-11-14-clerk-counts-clerks"},
    ),
    "a rule is lost: the deck of the aggregator": (
        without("wrappers/cited-article#deck-twice"),
        {"cited-article/2025-03-23-two-towns-one-stork"},
    ),
    "a pattern grows: captions take quotations": (
        with_pattern("channelnewsasia#photo-line", r".{15,320}\)?[”\"]?.*"),
        {"channelnewsasia/2025-02-26-night-market-generator"},
    ),
    "a pattern grows: a credit takes any short line": (
        with_pattern("channelnewsasia#source-line", r".{1,60}"),
        {"channelnewsasia/2025-02-26-night-market-generator"},
    ),
    "a threshold moves: no rule may remove anything": (
        with_config(rule_budget=0.0, budget_floor_words=0),
        {"channelnewsasia/2025-04-13-canal-walk-gallery", "cited-article/2025-03-23-two-towns-one-stork"},
    ),
    "a threshold moves: an alarm at every removal": (
        with_config(left_floor=1.0),
        {"channelnewsasia/2025-04-13-canal-walk-gallery"},
    ),
    "a repair is lost": (
        with_config(repairs="off"),
        {"debris/damaged-ad-with-debris"},
    ),
    "a stage is lost: rules": (
        without_stage("FromRules"),
        {"reopenmedia/2025-04-06-dance-floor", "cited-article/2025-03-23-two-towns-one-stork"},
    ),
    "a stage is lost: detectors": (
        without_stage("Detectors"),
        {"debris/share-bars"},
    ),
    "a detector is lost: teasers between paragraphs": (
        without_detector("inserts"),
        {"debris/it-leggi-anche", "debris/es-suscripcion-dispositivo"},
    ),
    "a detector is lost: rows of Markdown links": (
        without_detector("markdown-links"),
        {"debris/markdown-scrape-links"},
    ),
    "a detector is lost: tooltips": (
        without_detector("overlays"),
        {"debris/html-infobox-and-tooltips"},
    ),
    "a detector is lost: tags without a label": (
        without_detector("tag-lines"),
        {"debris/fr-a-lire-aussi"},
    ),
    "a detector is lost: captions": (
        without_detector("captions"),
        {"debris/captions-and-credits"},
    ),
    "a detector is lost: what a neighbour's going shows": (
        without_detector("between"),
        {"debris/it-leggi-anche", "debris/tr-abone-notu"},
    ),
    "a detector is lost: boxes named for their heading": (
        without_detector("boxes"),
        {"debris/html-comments-box"},
    ),
    "a detector is lost: marks of lost items": (
        without_detector("bare-marks"),
        {"debris/doubled-deck-lost-items"},
    ),
    "a detector is lost: what stands twice": (
        without_detector("duplicates"),
        {"debris/doubled-deck-lost-items"},
    ),
    "a detector is lost: the button under every entry": (
        without_detector("share-buttons"),
        {"debris/liveblog-flat-lock-gates"},
    ),
    "a detector is lost: bylines": (
        without_detector("bylines"),
        {"debris/byline-dateline-agency", "debris/author-box"},
    ),
    "the phrases of a language are lost": (
        without_pack("tr"),
        {"debris/tr-abone-notu"},
    ),
    "a threshold moves: half the witnesses are enough": (
        with_threshold("ENOUGH", 1.0),
        {"traps/html-tutorial-tags", "traps/trending-hemlines"},
    ),
    "a threshold moves: hardly anything is enough": (
        with_threshold("ENOUGH", 6.0),
        {"debris/share-bars"},
    ),
    "the content model is not asked": (
        with_config(engine="keep_all"),
        {"debris/html-news-page", "debris/fr-html-abonnes"},
    ),
    "the layout joins words": (
        with_layout(all_space_goes),
        {"thegatewaypundit/2024-11-14-clerk-counts-clerks"},
    ),
    "a rule takes prose about newsletters": (
        careless_rule("newsletter", Kind.SIGNUP),
        {"traps/newsletter-boom", "traps/de-datenschutz-newsletter"},
    ),
    "a rule takes prose about cookies": (
        careless_rule("cookie", Kind.CONSENT),
        {"traps/cookie-banner-law", "traps/javascript-tutorial"},
    ),
    "a rule takes stamps of a live blog": (
        careless_rule("gmt", Kind.DATELINE),
        {"clean/liveblog-storm"},
    ),
}  # fmt: skip
"""What is broken, and the fixtures that catch it."""


@pytest.mark.parametrize("slip", DRILL)
def test_named_fixtures_catch_it(slip: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant, named = DRILL[slip]
    cases = [case for case in find_cases([FIXTURES]) if case.id in named]
    assert {case.id for case in cases} == named
    assert named <= standing(), "the fixtures must stand without the mutation"
    report = check_cases(cases, mutant(monkeypatch))
    assert {verdict.id for verdict in report.failed} == named


def test_the_drill_itself_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [case for case in find_cases([FIXTURES]) if case.id in standing()][::9]
    for mutant in (without(), with_config()):
        assert check_cases(cases, mutant(monkeypatch)).failed == ()
