"""The examples of rule files, run; and what the runner says of one that is false."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaner import inputs
from cleaner.check import check_book, check_phrases, first_difference
from cleaner.config import Config
from cleaner.model import Capture, Edit, Settled
from cleaner.propose import Context
from cleaner.propose.from_rules import FromRules
from cleaner.propose.units import Units
from cleaner.propose.views import views_of
from cleaner.rules import RuleBook, load_rules
from cleaner.rules.parse import parse_rule_file
from cleaner.rules.schema import Role, RuleFile

FOLDER = Path(__file__).parent / "rules" / "folder"
FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.mark.parametrize("folder", [None, FOLDER], ids=["built-in", "the design's"])
def test_every_example_does_what_it_says(folder: Path | None) -> None:
    book = load_rules() if folder is None else load_rules([folder], builtin=False)
    outcomes = check_book(book)
    assert [str(outcome) for outcome in outcomes if not outcome.passed] == []
    examples = sum(len(file.examples) + len(file.phrases) for file in book)
    assert len(outcomes) == examples > 5


def rule_file(example: str, header: str = "") -> RuleFile:
    text = f"""schema = 1
id = "a"
name = "A"
{header}
[[drop]]
id = "more"
kind = "related"
line = 'More of this: .+'
[[keep]]
id = "vote"
line = 'Vote'
[[capture]]
id = "by"
field = "author"
line = 'From our writer (?P<value>.+)'
[[example]]
title = "t"
{example}
"""
    return parse_rule_file(text, "sources/a.toml", Role.SOURCE)


BODY = "The council met on Monday to vote on the bridge, and the gallery was full until late."


@pytest.mark.parametrize(
    ("example", "problem"),
    [
        (f"fires = ['more']\nbefore = '''{BODY}\nMore of this: x'''\nafter = '{BODY}'", None),
        (f"fires = ['vote', 'by']\nbefore = '''Vote\nFrom our writer Ada\n{BODY}'''\n"
         f"after = '''Vote\nFrom our writer Ada\n{BODY}'''", None),
        (f"fires = ['more']\nbefore = '{BODY}'\nafter = '{BODY}'", "'more' did not fire"),
        (f"fires = ['more']\nbefore = '''{BODY}\nMore of this: x'''\nafter = '''{BODY}\nMore of this: x'''",
         "after 'full until late.': expected 'More of this: x', got nothing"),
        (f"before = '''{BODY}\nMore of this: x'''", "expected 'More of this: x', got nothing"),
        (f"fires = ['by']\nbefore = '''From our writer Ada\n{BODY}'''\nafter = '''From our writer Ada\n{BODY}'''\n"
         "meta = {author = 'Bo'}", "meta.author is 'Ada', not 'Bo'"),
    ],
)  # fmt: skip
def test_a_false_example_is_told(example: str, problem: str | None) -> None:
    (outcome,) = check_book(RuleBook([[rule_file(example)]]))
    assert outcome.passed == (problem is None), str(outcome)
    if problem is not None:
        assert problem in str(outcome)
        assert str(outcome).startswith("sources/a.toml:16: [t] ")


def test_a_rule_on_trial_is_tried_and_a_retired_one_is_not() -> None:
    example = f"fires = ['more']\nbefore = '''{BODY}\nMore of this: x'''\nafter = '{BODY}'"
    (outcome,) = check_book(RuleBook([[rule_file(example, "status = 'trial'")]]))
    assert outcome.passed
    assert check_book(RuleBook([[rule_file(example, "status = 'retired'")]])) == ()


def test_only_the_files_that_are_asked_for() -> None:
    outcomes = check_book(load_rules(), ids=["devdiscourse"])
    assert {outcome.file_id for outcome in outcomes} == {"devdiscourse"}


def test_phrases_hit_their_examples_and_not_their_near_misses() -> None:
    text = """schema = 1
id = "base/en"
name = "English"
[[phrase]]
id = "x"
kind = "share"
pattern = 'share this'
weight = 1
examples = ["Share this", "Share that"]
near_misses = ["SHARE THIS"]
"""
    (outcome,) = check_phrases(parse_rule_file(text, "base/en.toml", Role.PACK))
    assert outcome.problems == ("does not hit 'Share that'", "hits 'SHARE THIS'")


def test_a_difference_is_told_in_words() -> None:
    assert first_difference("a  b\nc", "a b c ") is None
    assert first_difference("a b c d", "a b c x d") == "after 'a b c': expected nothing, got 'x'"


def test_no_source_rule_fires_on_articles_where_nothing_may_go() -> None:
    """Every entry of every source, family and wrapper on every clean article and every trap of text."""
    book = load_rules()
    paths = sorted(path for area in ("clean", "traps") for path in (FIXTURES / area).glob("*/input.*"))
    assert len(paths) > 40
    fired: list[str] = []
    for path in paths:
        document = inputs.read(path.read_bytes(), name=path.name)
        views = views_of(document.text)
        units = Units(document, views)
        for file in book:
            if file.role is Role.PACK or file.status == "retired":
                continue
            context = Context(document, Config(), views, units, rules=book.rules_of(file))
            # Elements are told by class names that any site may use: selectors answer for their own source only.
            fired += [
                f"{path.parent.name}: {proposal.origin.name} {proposal.span.of(document.text)[:80]!r}"
                for proposal in FromRules().propose(context, Settled())
                if isinstance(proposal, Capture | Edit) and not _is_selected(proposal)
            ]
    assert fired == []


def _is_selected(proposal: Capture | Edit) -> bool:
    return isinstance(proposal, Edit) and any(evidence.value == "select" for evidence in proposal.evidence)


def test_no_rule_spells_a_damaged_form() -> None:
    """Rules are written for whole words; the repaired view brings damaged ones to them."""
    folder = Path(__file__).parents[1] / "rules"
    damaged = re.compile(r"\b(?:Re more|RE MORE|Re also)\b")
    assert [path.name for path in folder.rglob("*.toml") if damaged.search(path.read_text(encoding="utf-8"))] == []
