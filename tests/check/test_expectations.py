"""The lint of expectations: what it finds, what it leaves alone, and that the project's own stand up to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cleaner.check import Case, find_cases
from cleaner.check.expectations import lint_expectation
from cleaner.rules import load_rules

FIXTURES = Path(__file__).parents[2] / "fixtures"
BOOK = load_rules()
CASE = Case(id="a/b", source="a", folder=Path("a/b"), language="en")
BODY = "The council met on Monday evening to talk about the weir, which leaks.\n"


def findings(text: str, case: Case = CASE) -> list[str]:
    return [str(finding) for finding in lint_expectation(text, case, BOOK.packs(case.language))]


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Ferry stops at noon",
        "Re more: Ferry stops at noon",
        "READ MORE",
        "Related: Ferry stops at noon",
        "Sign up",
        "Sign up for our newsletter",
        "Log in to comment",
        "Subscribe now",
        "Advertisement",
        "Advertisement 2",
        "Share",
        "Share on Facebook",
        "Facebook Twitter Email",
        "post commentsSign Up Sign Up",
        "Click here to join our Telegram channel",
    ],
)
def test_debris_is_found(line: str) -> None:
    (found,) = findings(BODY + line + "\n")
    assert found.startswith("line 2: reads like")
    assert "name it in 'with' if it is meant" in found
    assert findings(BODY + line + "\n", replace(CASE, with_=(line,))) == []


@pytest.mark.parametrize(
    "line",
    [
        "Read more slowly, the clerk was told, and he began again.",
        "She shares a house with the weir keeper.",
        "Advertisement in this town means a board outside a shop.",
        "Related matters were put off until May.",
        "Subscribers to the concert series were given their money back on Tuesday.",
    ],
)
def test_prose_with_the_same_words_is_not(line: str) -> None:
    assert findings(BODY + line + "\n") == []


def test_a_doubled_paragraph_is_found_and_a_refrain_is_not() -> None:
    assert findings(BODY + "La la la.\n" + BODY + "La la la.\n")[0].startswith("line 3: the paragraph stands twice")
    assert len(findings(BODY + "La la la.\n" + BODY + "La la la.\n")) == 1


def test_snippets_are_held_to() -> None:
    case = replace(CASE, with_=("nine members",), without=("the weir",))
    assert findings(BODY, case) == [
        "'nine members' is lost, which 'with' says must appear",
        "'the weir' stands in it, which 'without' says must not appear",
    ]


def test_an_empty_expectation_is_found() -> None:
    assert findings(" \n") == ["it is empty"]


def test_the_expectations_of_the_project_are_clean() -> None:
    found = [
        f"{case.id}: {finding}"
        for case in find_cases([FIXTURES])
        if (text := case.expectation()) is not None
        for finding in lint_expectation(text, case, BOOK.packs(case.language))
    ]
    assert found == []
