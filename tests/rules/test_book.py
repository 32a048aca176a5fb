"""The rule book: by id and date, by host, by name, by signature; families bound; across processes."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path

import pytest

from cleaner.errors import RuleError
from cleaner.rules import RuleBook, load_rules
from cleaner.rules.parse import parse_rule_file
from cleaner.rules.schema import Role, RuleFile

FOLDER = Path(__file__).parent / "folder"


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rules([FOLDER], builtin=False)


def source(id: str, more: str = "", header: str = "", file: str = "") -> RuleFile:
    text = f'schema = 1\nid = "{id}"\nname = "{id.title()}"\n{header}\n{more}'
    folder, slash, stem = id.rpartition("/")
    role = Role(folder) if slash else Role.SOURCE
    return parse_rule_file(text, f"{role}/{file or stem}.toml", role)


@pytest.mark.parametrize(
    ("on", "first_drop"),
    [
        (None, "most-read"),  # no date: the newest
        (date(2024, 3, 1), "most-read"),
        (date(2024, 2, 29), "more-from-us"),
        (date(2020, 1, 1), "more-from-us"),
    ],
)
def test_a_date_chooses_among_the_files_of_a_source(book: RuleBook, on: date | None, first_drop: str) -> None:
    rules = book.source("example-times", on)
    assert rules is not None
    assert rules.drops[0].id == first_drop


def test_a_date_in_a_gap_takes_the_nearest_file() -> None:
    early = source("a", "[match]\nvalid_until = 2020-01-31", file="a.old")
    late = source("a", "[match]\nvalid_from = 2020-03-01", file="a")
    book = RuleBook([[early, late]])
    assert book.file_for("a", date(2020, 2, 3)) is early
    assert book.file_for("a", date(2020, 2, 27)) is late


@pytest.mark.parametrize(
    ("host", "id"),
    [
        ("exampletimes.com", "example-times"),
        ("www.exampletimes.com", "example-times"),
        ("WWW.ExampleTimes.com", "example-times"),
        ("news.eu.exampletimes.com", "example-times"),
        ("shop.exampletimes.com", None),
        ("notexampletimes.com", None),
        ("exampletimes.com.evil.net", None),
        ("com", None),
    ],
)
def test_hosts(book: RuleBook, host: str, id: str | None) -> None:
    assert book.by_host(host) == id


def test_the_most_specific_host_wins() -> None:
    book = RuleBook([[source("a", '[match]\nhosts = ["*.a.com"]'), source("b", '[match]\nhosts = ["*.b.a.com"]')]])
    assert (book.by_host("x.a.com"), book.by_host("x.b.a.com"), book.by_host("a.com")) == ("a", "b", None)


def test_site_names_ignore_case_and_spaces(book: RuleBook) -> None:
    assert book.by_site_name(" the  EXAMPLE Times") == "example-times"
    assert book.by_site_name("Example") is None


def test_signatures(book: RuleBook) -> None:
    found = book.by_signature(["The council met.", "Example Times Media | Terms of use | Privacy"])
    assert found is not None
    assert (found.id, found.line) == ("example-times", 1)
    assert book.by_signature(["She read the Example Times Media | Terms of use"]) is None


def test_two_signatures_are_none() -> None:
    book = RuleBook(
        [[source("alpha", "[match]\nsignature = 'alpha news'"), source("beta", "[match]\nsignature = 'beta news'")]]
    )
    assert book.by_signature(["alpha news"]) is not None
    assert book.by_signature(["alpha news", "and alpha news"]) is not None
    assert book.by_signature(["alpha news", "", "beta news"]) is None
    assert book.by_signature(["alpha news beta news"]) is None


def test_families_are_bound_after_the_source_without_what_it_disables(book: RuleBook) -> None:
    rules = book.source("example-times")
    assert rules is not None
    names = [entry.name for entry in rules.entries]
    assert names[-1] == "families/arc-publishing#gallery-count"
    assert "families/arc-publishing#photo-line" not in names
    assert rules.content == ('article [data-testid="body"]', "article")


def test_a_family_of_a_family_stands_once() -> None:
    base = source("families/base", "[[drop]]\nid = 'x'\nkind = 'share'\nline = 'x'")
    one = source("families/one", header="extends = ['families/base']")
    file = source("a", header="extends = ['families/one', 'families/base']")
    rules = RuleBook([[file, one, base]]).source("a")
    assert rules is not None
    assert [entry.name for entry in rules.entries] == ["families/base#x"]


@pytest.mark.parametrize(
    ("files", "says", "hint"),
    [
        (
            [source("a", header="extends = ['families/arx']"), source("families/arc")],
            "'families/arx'",
            "'families/arc'",
        ),
        (
            [
                source("families/a", header="extends = ['families/b']"),
                source("families/b", header="extends = ['families/a']"),
            ],
            "extend each other",
            "ring",
        ),
        (
            [
                source("a", header="extends = ['families/b']\ndisable = ['families/b#y']"),
                source("families/b", "[[drop]]\nid = 'x'\nkind = 'share'\nline = 'x'"),
            ],
            "'families/b#y', which is not inherited",
            "'families/b#x'",
        ),
    ],
)
def test_names_that_lead_nowhere(files: list[RuleFile], says: str, hint: str) -> None:
    with pytest.raises(RuleError) as caught:
        RuleBook([files])
    assert says in caught.value.message
    assert hint in (caught.value.hint or "")
    assert caught.value.path is not None


def test_retired_files_apply_to_nothing() -> None:
    book = RuleBook([[source("a", "[match]\nhosts = ['a.com']\nsite_names = ['A']", header="status = 'retired'")]])
    assert (book.source("a"), book.by_host("a.com"), book.by_site_name("A")) == (None, None, None)
    assert [file.id for file in book] == ["a"]


def test_the_book_and_its_parts_cross_processes(book: RuleBook) -> None:
    rules = book.source("example-times")
    assert rules is not None
    assert rules.compiled  # compiled patterns stay behind
    assert book.by_host("exampletimes.com")
    again = pickle.loads(pickle.dumps(book))
    assert again.digest == book.digest
    assert again.by_host("exampletimes.com") == "example-times"
    assert again.by_signature(["Example Times Media | Terms of use"]) == book.by_signature(
        ["Example Times Media | Terms of use"]
    )
    assert pickle.loads(pickle.dumps(rules)) == rules


def test_a_pinned_file_is_the_only_one_of_its_id_and_stable(book: RuleBook) -> None:
    old = next(file for file in book.files("example-times") if file.match.valid_until)
    pinned = book.pinned(old).source("example-times")
    assert pinned is not None
    assert pinned.drops[0].id == "more-from-us"
    trial = source("a", "[[drop]]\nid = 'x'\nkind = 'share'\nline = 'x'", header="status = 'trial'")
    rules = RuleBook([[trial]]).pinned(trial).source("a")
    assert rules is not None
    assert not rules.entries[0].is_trial
