"""`--update`: what it writes, what it leaves alone, and what it refuses to bless."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.check import Case, check_cases
from cleaner.check.update import Blessing, bless, plan_update
from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner
from tests.check.conftest import MEANT, RIGHT, MakeCase, only
from tests.conftest import ARTICLE


def plan(folder: Path, recipe: Cleaner) -> list[Blessing]:
    cases: list[Case] = [only(folder)]
    return list(plan_update(cases, check_cases(cases, recipe), recipe))


def test_what_is_right_is_left_alone(make_case: MakeCase, recipe: Cleaner) -> None:
    assert plan(make_case(), recipe) == []


@pytest.mark.parametrize("expected", [None, "Another text.\n"], ids=["missing", "different"])
def test_an_expectation_is_written(make_case: MakeCase, recipe: Cleaner, expected: str | None) -> None:
    folder = make_case(expected=expected)
    (blessing,) = plan(folder, recipe)
    assert blessing.why_not == ()
    bless(blessing)
    assert (folder / "expected.txt").read_text("utf-8").split() == RIGHT.split()
    assert plan(folder, recipe) == []
    assert sorted(path.name for path in folder.iterdir()) == ["case.toml", "expected.txt", "input.txt"]


def test_a_review_takes_the_mark_away_and_nothing_else(make_case: MakeCase, recipe: Cleaner) -> None:
    folder = make_case(case="# a draft that waits for review\n# of someone\nreviewed = false\n" + MEANT)
    before = (folder / "case.toml").read_text("utf-8")
    (blessing,) = plan(folder, recipe)
    bless(blessing)
    after = (folder / "case.toml").read_text("utf-8")
    assert after.splitlines() == [before.splitlines()[0], MEANT.strip()]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Related: Ferry of Tidewater stops at noon", "line 5: reads like a link or a prompt"),
        ("Sign up", "line 5: reads like a link or a prompt"),
        ("The council met on Monday evening to talk about the weir, which has leaked since the floods of last spring.",
         "line 5: the paragraph stands twice"),
    ],
)  # fmt: skip
def test_debris_is_not_blessed(make_case: MakeCase, recipe: Cleaner, line: str, why: str) -> None:
    folder = make_case(expected="Another text.\n", text=RIGHT.replace("\n", "\n\n").replace("Nine", f"{line}\n\nNine"))
    blessings = plan(folder, Cleaner(rules=recipe.book, config=recipe.config.with_policy(
        {"related": "keep", "signup": "keep", "duplicate": "keep"})))  # fmt: skip
    (blessing,) = blessings
    assert any(why.partition(": ")[2] in each for each in blessing.why_not), blessing.why_not
    with pytest.raises(UsageError, match="cannot be blessed"):
        bless(blessing)
    assert (folder / "expected.txt").read_text("utf-8") == "Another text.\n"


def test_a_lost_snippet_is_not_blessed(make_case: MakeCase, recipe: Cleaner) -> None:
    (blessing,) = plan(make_case(expected="Another text.\n", case="with = ['Ten members', 'rule book']"), recipe)
    assert blessing.why_not == ("'Ten members' is lost, which 'with' says must appear",)


def test_a_document_that_may_not_change_is_not_blessed(make_case: MakeCase, recipe: Cleaner) -> None:
    (blessing,) = plan(make_case(expected=None, case="unchanged = true"), recipe)
    assert "the case says that nothing may change" in blessing.why_not[0]


def test_a_known_failure_is_not_blessed(make_case: MakeCase, recipe: Cleaner) -> None:
    case = "status = 'known-failure'\nreason = 'the gate is open'"
    assert plan(make_case(expected="Another text.\n", case=case), recipe) == []


def test_line_ends_of_the_input_do_not_get_into_expectations(make_case: MakeCase, recipe: Cleaner) -> None:
    folder = make_case(expected=None, text=ARTICLE.replace("\n", "\r\n"))
    (blessing,) = plan(folder, recipe)
    bless(blessing)
    assert b"\r" not in (folder / "expected.txt").read_bytes()
