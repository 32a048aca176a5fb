"""Fixtures on disk: found, read, and refused with the line and what was probably meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaner.check import Fault, find_cases
from cleaner.errors import UsageError
from tests.check.conftest import Judge, MakeCase, only


def test_every_key_is_read(make_case: MakeCase) -> None:
    folder = make_case(
        case="""title = "The weir"
language = "en"
why = "It leaks."
date = 2025-01-02
with = ["Nine members"]
without = ["Ada Fenn"]
compare = "words"
fires = ["tidewater-post#byline"]
status = "known-failure"
reason = "the gate is open"
[meta]
author = "Ada Fenn"
[kinds]
related = 1
trending = 0
[policy]
caption = "keep"
"""
    )
    case = only(folder)
    assert case.error is None
    assert (case.id, case.source) == ("tidewater-post/2025-01-02-weir", "tidewater-post")
    assert (case.date, case.compare, case.reason) == ("2025-01-02", "words", "the gate is open")
    assert (case.with_, case.without) == (("Nine members",), ("Ada Fenn",))
    assert case.fires == ("tidewater-post#byline",)
    assert dict(case.kinds) == {"related": 1, "trending": 0}
    assert dict(case.policy) == {"caption": "keep"}
    assert case.is_known_failure


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("withh = []", r"case\.toml:2: \[withh\] unknown key 'withh'; did you mean 'with'\?"),
        ("with = 'x'", "is no list of texts; write with = "),
        ("with = ['']", "is no list of texts"),
        ("why = ''", "is no text"),
        ("compare = 'loose'", "'loose' is no way to compare; ways are exact, words"),
        ("status = 'flaky'", "'flaky' is no status; the one status is 'known-failure'"),
        ("status = 'known-failure'", "a known failure has a status and a reason"),
        ("reason = 'x'", "a known failure has a status and a reason"),
        ("unchanged = 1", "neither true nor false"),
        ("date = 'soon'", "'soon' is no date"),
        ("[meta]\nauthr = 'x'", r"case\.toml:3: \[authr\] unknown metadata 'authr'; did you mean 'author'\?"),
        ("[kinds]\ntrend = 1", "unknown kind 'trend'"),
        ("[kinds]\nrelated = -1", "is no number of edits"),
        ("[policy]\nrepair = 'keep'", "no policy governs 'repair'"),
        ("[policy]\ncaption = 'hide'", "unknown policy 'hide'; policies are drop, keep, mark"),
        ("= 3", r"case\.toml:2: cannot be read: "),
        ("unchanged = true", "says 'unchanged', and there is an expected.txt too; delete one of the two"),
    ],
)
def test_a_bad_case_fails_and_says_why(make_case: MakeCase, judged: Judge, case: str, said: str) -> None:
    verdict = judged(make_case(case=case))
    assert verdict.is_failed
    assert [problem.fault for problem in verdict.problems] == [Fault.CASE]
    assert re.search(said, verdict.problems[0].message), verdict.problems[0].message


def test_a_page_cannot_be_unchanged(make_case: MakeCase, judged: Judge) -> None:
    folder = make_case(case="unchanged = true", expected=None, text="<p>Hello there, weir.</p>", suffix="html")
    assert "a page cannot stay unchanged" in str(judged(folder).problems[0])


def test_one_input_and_no_more(make_case: MakeCase, judged: Judge) -> None:
    folder = make_case()
    (folder / "input.md").write_text("x", "utf-8")
    assert "one input, not input.md, input.txt" in str(judged(folder).problems[0])
    (folder / "input.md").unlink()
    (folder / "input.txt").unlink()
    assert "one input, not none" in str(judged(folder).problems[0])


def test_roots_may_be_a_corpus_a_source_or_a_fixture_and_overlap(make_case: MakeCase, fixtures: Path) -> None:
    one, two = make_case("a"), make_case("b", case=None)
    ids = ["tidewater-post/a", "tidewater-post/b"]
    assert [case.id for case in find_cases([fixtures])] == ids
    assert [case.id for case in find_cases([one.parent])] == ids
    assert [case.id for case in find_cases([one])] == ids[:1]
    assert [case.id for case in find_cases([two, fixtures, one])] == ids


def test_the_same_name_twice_is_told_apart(make_case: MakeCase, fixtures: Path) -> None:
    folder = make_case("a")
    other = fixtures / "deeper" / "tidewater-post" / "a"
    other.mkdir(parents=True)
    (other / "input.txt").write_text("x", "utf-8")
    assert [case.id for case in find_cases([fixtures])] == sorted([folder.as_posix(), other.as_posix()])


def test_a_check_of_nothing_does_not_pass(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no fixture"):
        find_cases([tmp_path])
    with pytest.raises(UsageError, match="no such folder of fixtures"):
        find_cases([tmp_path / "nowhere"])
