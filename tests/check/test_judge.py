"""The judge of one fixture: each kind of fault is found, named, and blamed on whoever is behind it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cleaner.check import Fault, Standing, judge
from cleaner.check.blame import Account, Change, OpenWord, Stopped, differences
from cleaner.check.invariants import SecondPass, alarms, broken_books, broken_second_pass
from cleaner.check.show import plain, verdict_lines
from cleaner.kinds import Kind
from cleaner.model import Edit, Origin, Result, Status
from cleaner.pipeline import Cleaner
from cleaner.spans import Span
from tests.check.conftest import RIGHT, Judge, MakeCase, only
from tests.conftest import ARTICLE, URL


def test_what_comes_out_right_passes(make_case: MakeCase, judged: Judge) -> None:
    verdict = judged(
        make_case(
            case="with = ['Nine members']\nwithout = ['Ada Fenn']\n"
            "fires = ['tidewater-post#byline']\n[kinds]\nrelated = 1"
        )
    )
    assert verdict.standing is Standing.PASSED, verdict.problems
    assert verdict.score is not None
    assert verdict.score.f1 == 1.0


def test_white_space_is_folded_and_nothing_else(make_case: MakeCase, judged: Judge) -> None:
    assert not judged(make_case("a", expected=RIGHT.replace("\n", "\n\n \t"))).is_failed
    assert judged(make_case("b", expected=RIGHT.replace("weir, which", "weir which"))).has(Fault.TEXT)


def test_words_alone_may_be_compared(make_case: MakeCase, judged: Judge) -> None:
    loose = RIGHT.replace("weir, which", "WEIR – which")
    assert not judged(make_case("a", expected=loose, case="compare = 'words'")).is_failed
    assert judged(make_case("b", expected=loose)).has(Fault.TEXT)
    assert judged(make_case("c", expected=loose.replace("Nine", "Ten"), case="compare = 'words'")).has(Fault.TEXT)


def test_a_lost_line_is_blamed_on_the_rule_that_took_it(make_case: MakeCase, judged: Judge) -> None:
    expected = RIGHT.replace("Nine members", "Read more: Five things to know about weirs\nNine members")
    verdict = judged(make_case(expected=expected))
    (difference,) = verdict.differences
    assert difference.lost == "Read more: Five things to know about weirs"
    assert (difference.lost_words, difference.left_words) == (8, 0)
    assert "taken by rule:tidewater-post#read-more" in difference.why[0]
    assert "tidewater-post.toml:7)" in difference.why[0]
    shown = plain(verdict_lines(verdict))
    assert "[-Read more: Five things to know about weirs-]" in shown
    assert "8 words lost, 0 words left" in shown


def test_a_line_that_was_left_says_that_nothing_was_proposed(make_case: MakeCase, judged: Judge) -> None:
    text = ARTICLE.replace("Nine members", "The gazette is printed on Thursdays.\n\nNine members")
    verdict = judged(make_case(text=text))
    (difference,) = verdict.differences
    assert difference.left == "The gazette is printed on Thursdays."
    assert difference.why == ("left: nothing proposed",)
    assert "{+The gazette is printed on Thursdays.+}" in plain(verdict_lines(verdict))


def test_a_line_that_phrases_speak_for_names_them(recipe: Cleaner) -> None:
    account = Account(
        input_text="The gate.\nFollow us on Telegram", text="The gate.\nFollow us on Telegram", changes=()
    )
    (difference,) = differences("The gate.", account, packs=recipe.book.packs("en"))
    assert difference.left == "Follow us on Telegram"
    assert difference.why[0].startswith("left: nothing proposed, though phrases speak: base/en#")


def test_a_line_that_the_model_took_says_what_spoke_for_it(recipe: Cleaner) -> None:
    gone = "Share this article"
    text = f"The weir leaks.\n{gone}\nNobody minds."
    at = text.index(gone)
    took = Change(Span(at, at + len(gone)), "", "share", "model:content-text", None, 0.9)
    account = Account(text, "The weir leaks.\n\nNobody minds.", (took,))
    (difference,) = differences(text, account, packs=recipe.book.packs("en"))
    assert "phrases that spoke for it: base/en#share-call" in difference.why[0]
    (silent,) = differences(text, account)
    assert silent.why[0].endswith("; no phrase spoke for it")


def test_a_line_that_a_guard_kept_names_the_guard() -> None:
    change = Change(Span(10, 31), "", "share", "detector:share", None, 0.8)
    stopped = Stopped(change, "budget", "too much would go")
    text = "The gate.\nFollow us on Telegram"
    (difference,) = differences("The gate.", Account(text, text, (), stopped=(stopped,)))
    assert difference.why == (
        "left: guard 'budget' stopped detector:share, share, confidence 0.80, characters 10-31: too much would go",
    )


def test_a_damaged_word_without_a_sure_reading_is_told() -> None:
    account = Account("He heed it.", "He heed it.", (), open_words=(OpenWord(Span(3, 7), "headed 0.87"),))
    (difference,) = differences("He headed it.", account)
    assert difference.why == ("does not stand in the input here", "left: no sure reading (headed 0.87)")


def test_an_old_capture_keeps_its_old_rules(make_case: MakeCase, tmp_path: Path) -> None:
    folder = tmp_path / "dated" / "sources"
    folder.mkdir(parents=True)
    head = (
        'schema = 1\nid = "tidewater-post"\nname = "The Tidewater Post"\n[match]\nhosts = ["tidewaterpost.example"]\n'
    )
    drop = "[[drop]]\nid = 'line'\nkind = 'related'\nline = ['{}']\n"
    new, old = head + "valid_from = 2024-03-01\n", head + "valid_until = 2024-02-29\n"
    (folder / "tidewater-post.toml").write_text(new + drop.format("From the desk of .+"), "utf-8")
    (folder / "tidewater-post.until-2024-02.toml").write_text(old + drop.format("Told by .+"), "utf-8")
    cleaner = Cleaner(rules=[tmp_path / "dated"])
    body = (
        "The council met on Monday evening to talk about the weir, which has leaked since the floods of last spring.\n"
    )
    text = f"From the desk of Ada\n{body}Told by Ada\n{body.replace('council', 'guild')}"
    cases = {
        "new": ("date = 2024-03-02", "Told by Ada", "From the desk of Ada"),
        "old": ("date = 2023-03-02", "From the desk of Ada", "Told by Ada"),
    }
    for name, (date, kept, gone) in cases.items():
        expected = "\n".join(line for line in text.splitlines() if line != gone)
        case = f"{date}\nwith = ['{kept}']\nfires = ['tidewater-post#line']\n"
        verdict = judge(only(make_case(name, case=case, expected=expected, text=text)), cleaner)
        assert verdict.standing is Standing.PASSED, verdict.problems


def test_a_policy_is_held_to(make_case: MakeCase, judged: Judge) -> None:
    kept = "By Ada Fenn\n" + RIGHT
    verdict = judged(make_case(expected=kept, case="[policy]\nbyline = 'keep'"))
    assert verdict.standing is Standing.PASSED, verdict.problems


def test_a_mark_is_named_where_its_text_was_left(make_case: MakeCase, judged: Judge) -> None:
    (difference,) = judged(make_case(case="[policy]\nbyline = 'mark'")).differences
    assert difference.left == "By Ada Fenn"
    assert difference.why[0].startswith("left: only marked by rule:tidewater-post#byline")


@pytest.mark.parametrize(
    ("case", "fault", "said"),
    [
        ("with = ['Ten members']", Fault.WITH, "'Ten members' must stand in the result, and does not"),
        ("without = ['the rule book']", Fault.WITHOUT, "'the rule book' must not stand in the result, and does"),
        ("[meta]\nauthor = 'Bo'", Fault.META, "not 'Bo'"),
        ("[kinds]\nrelated = 4", Fault.KINDS, "edits of kind 'related', not 4 or more"),
        ("fires = ['tidewater-post#stamp']", Fault.FIRES, "'tidewater-post#stamp' has no part in any edit"),
        ("[kinds]\nrelated = 0", Fault.KINDS, "where there may be none"),
    ],
)
def test_what_the_case_says_beside_the_text(
    make_case: MakeCase, judged: Judge, case: str, fault: Fault, said: str
) -> None:
    verdict = judged(make_case(case=case))
    assert verdict.is_failed
    assert [problem.fault for problem in verdict.problems] == [fault]
    assert said in verdict.problems[0].message


def test_a_missing_expectation_is_a_failure(make_case: MakeCase, judged: Judge) -> None:
    verdict = judged(make_case(expected=None))
    assert verdict.is_failed
    assert verdict.has(Fault.MISSING)
    assert judged(make_case("bare", expected=None, case=None)).has(Fault.MISSING)


def test_a_document_that_may_not_change(make_case: MakeCase, judged: Judge) -> None:
    verdict = judged(make_case("a", case="unchanged = true", expected=None))
    assert [problem.fault for problem in verdict.problems] == [Fault.TEXT]
    assert {difference.lost for difference in verdict.differences} == {
        "By Ada Fenn",
        "Read more: Five things to know about weirs",
    }
    front = f"---\ntitle: Weir\n---\n\n{RIGHT}"
    folder = make_case("b", case="unchanged = true", expected=None, text=front, suffix="md")
    assert not judged(folder).is_failed


def test_a_draft_is_not_passed_off_as_an_expectation(make_case: MakeCase, judged: Judge) -> None:
    verdict = judged(make_case(case="reviewed = false"))
    assert [problem.fault for problem in verdict.problems] == [Fault.REVIEW]
    assert verdict.is_failed


KNOWN = "status = 'known-failure'\nreason = 'nobody fixed the gate'\n"


def test_a_known_failure_fails_without_failing_the_check(make_case: MakeCase, judged: Judge) -> None:
    verdict = judged(make_case(case=KNOWN, expected="Another text.\n"))
    assert verdict.standing is Standing.KNOWN
    assert "known: nobody fixed the gate" in plain(verdict_lines(verdict))


def test_a_known_failure_that_passes_is_a_failure(make_case: MakeCase, judged: Judge) -> None:
    verdict = judged(make_case(case=KNOWN))
    assert verdict.is_failed
    assert verdict.has(Fault.STALE)
    assert "take status and reason out of case.toml" in verdict.problems[0].message


class _Broken(Cleaner):
    def clean(self, *_: Any, **__: Any) -> Result:
        raise ZeroDivisionError("the gate is jammed")


@pytest.mark.parametrize("case", ["", KNOWN], ids=["plain", "known failure"])
def test_a_crash_is_never_a_known_failure(make_case: MakeCase, case: str) -> None:
    verdict = judge(only(make_case(case=case, expected="Another text.\n")), _Broken())
    assert verdict.is_failed
    assert [problem.fault for problem in verdict.problems] == [Fault.CRASH]
    assert "ZeroDivisionError: the gate is jammed (raised in " in verdict.problems[0].message


@pytest.mark.parametrize("case", ["", KNOWN], ids=["plain", "known failure"])
def test_a_missing_expectation_is_never_a_known_failure(make_case: MakeCase, judged: Judge, case: str) -> None:
    assert judged(make_case(case=case, expected=None)).is_failed


def test_what_is_no_text_is_a_crash(make_case: MakeCase, judged: Judge) -> None:
    verdict = judged(make_case(text=bytes(range(256)) * 8))
    assert [problem.fault for problem in verdict.problems] == [Fault.CRASH]


@pytest.fixture
def result(recipe: Cleaner) -> Result:
    return recipe.clean(ARTICLE.encode(), url=URL, name="input.txt")


def test_books_that_do_not_balance_are_found(result: Result) -> None:
    assert list(broken_books(result, ARTICLE.encode())) == []
    short = replace(result, text=result.text[:-3])
    assert {problem.fault for problem in broken_books(short, ARTICLE.encode())} == {Fault.BOOKS, Fault.RESTORE}
    other = replace(result, edits=result.edits[1:])
    assert Fault.BOOKS in {problem.fault for problem in broken_books(other, ARTICLE.encode())}
    assert [problem.fault for problem in broken_books(result, b"other bytes")] == [Fault.RESTORE]


def test_an_alarm_is_told(result: Result) -> None:
    assert list(alarms(result)) == []
    suspect = replace(result, status=Status.SUSPECT, warnings=("little is left",))
    assert [str(problem) for problem in alarms(suspect)] == ["alarm: little is left"]


def test_a_second_pass_that_finds_something_is_told() -> None:
    edit = Edit(Span(0, 4), Kind.SHARE, Origin("detector", "share"))
    (problem,) = broken_second_pass(SecondPass((edit, edit), "Tweet this", 1))
    assert problem.fault is Fault.SECOND_PASS
    assert problem.message == "detector:share (share) changes 'Twee' when it is cleaned again, and 1 more"
