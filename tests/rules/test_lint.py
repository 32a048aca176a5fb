"""What lint finds, each with the nearest thing that it lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.rules import RuleBook, load_rules
from cleaner.rules.lint import lint
from cleaner.rules.parse import parse_rule_file
from cleaner.rules.schema import Role, RuleFile

FOLDER = Path(__file__).parent / "folder"

NEAR_MISS = "\n[[example]]\ntitle = 'stays'\nbefore = 'The council met.'\n"


def file(id: str, body: str, fires: str = "", match: str = "hosts = ['{id}.com']") -> RuleFile:
    examples = f"\n[[example]]\ntitle = 't'\nfires = ['{fires}']\nbefore = 'x'\nafter = ''\n" if fires else ""
    head = f"schema = 1\nid = '{id}'\nname = 'Harbour Gazette'\n[match]\n{match.format(id=id)}\n"
    text = f"{head}{body}{examples}{NEAR_MISS}"
    return parse_rule_file(text, f"sources/{id}.toml", Role.SOURCE)


def findings(*files: RuleFile) -> list[str]:
    return [error.message for error in lint(RuleBook([files]))]


def drop(keys: str, kind: str = "share") -> str:
    return f"[[drop]]\nid = 'x'\nkind = '{kind}'\n{keys}\n"


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ("from = 'Sign up'", "open-ended"),
        ("before = 'By Ada'", "open-ended"),
        ("from = 'Sign up'\nwhere = 'tail'", None),
        ("from = 'Sign up'\nmax_lines = 4", None),
        ("from = 'Sign up'\nthrough = 'Now'", None),
        ("select = 'div:nth-child(3) > p'", "tells a place and no name"),
        ("select = 'ul.menu > li:last-child'", None),
        ("select = 'aside'", None),
        ("line = '(?:a+)+b'", "ran for more than"),
        ("line = 'a+b'", None),
    ],
)
def test_entries(keys: str, says: str | None) -> None:
    found = findings(file("a", drop(keys), fires="x"))
    assert len(found) == (0 if says is None else 1), found
    assert says is None or says in found[0]


def test_an_entry_that_no_example_fires() -> None:
    assert findings(file("a", drop("line = 'x'"))) == ["no example fires it"]


def test_a_file_without_a_near_miss() -> None:
    text = "schema = 1\nid = 'a'\nname = 'A'\n[match]\nhosts = ['a.com']\n" + drop("line = 'x'")
    text += "[[example]]\ntitle = 't'\nfires = ['x']\nbefore = 'x'\nafter = ''\n"
    assert findings(parse_rule_file(text, "sources/a.toml", Role.SOURCE)) == ["no near miss"]


def test_a_drop_of_what_stays() -> None:
    assert findings(file("a", drop("line = 'x'", kind="subhead"), fires="x")) == ["'subhead' stays by default"]


def test_a_source_that_nothing_tells() -> None:
    assert findings(file("a", "", match="")) == ["nothing tells this source"]


@pytest.mark.parametrize(
    ("signature", "named"),
    [
        (r"^Harbour Gazette, page \d+", True),
        (r"\bharbour\b.*\bgazette\b", True),
        (r"info@lighthouse\.com", True),  # the host's own name
        ("Sign up for our newsletter", False),
        ("^The Gazette", False),  # a word of many names names none
    ],
)
def test_a_signature_names_its_source(signature: str, named: bool) -> None:
    found = findings(file("a", "", match=f"hosts = ['lighthouse.com']\nsignature = '{signature}'"))
    assert (found == []) == named, found


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ("", "", True),
        ("valid_until = 2024-02-29", "valid_from = 2024-03-01", False),
        ("valid_until = 2024-03-01", "valid_from = 2024-03-01", True),
    ],
)
def test_a_host_has_one_source_a_day(first: str, second: str, clash: bool) -> None:
    files = [file(id, "", match=f"hosts = ['a.com']\n{dates}") for id, dates in (("a", first), ("b", second))]
    found = findings(*files)
    assert (len(found) == 1 and "is claimed by" in found[0]) == clash, found


def test_a_users_claim_on_a_host_is_no_clash() -> None:
    mine, theirs = file("a", "", match="hosts = ['a.com']"), file("b", "", match="hosts = ['a.com']")
    assert lint(RuleBook([[mine], [theirs]])) == ()


def test_a_pattern_in_three_files_is_a_family() -> None:
    files = [file(id, drop("line = 'Read more'"), fires="x") for id in ("a", "b", "c")]
    assert findings(*files[:2]) == []
    assert ["stands in a, b, c" in message for message in findings(*files)] == [True]


def test_phrases_have_examples_and_near_misses() -> None:
    text = "schema = 1\nid = 'base/en'\nname = 'English'\n"
    text += "[[phrase]]\nid = 'x'\nkind = 'share'\npattern = 'x'\nweight = 1\n"
    assert findings(parse_rule_file(text, "base/en.toml", Role.PACK)) == ["no example", "no near miss"]


@pytest.mark.parametrize("folder", [None, FOLDER], ids=["built-in", "the design's"])
def test_the_rules_here_have_no_finding(folder: Path | None) -> None:
    book = load_rules() if folder is None else load_rules([folder], builtin=False)
    assert [str(error) for error in lint(book)] == []
