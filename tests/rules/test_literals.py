"""The words that a pattern needs: never more than every match of it holds."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from cleaner.rules.edges import OTHER, beginnings_of, endings_of
from cleaner.rules.index import Condition, Prefilter
from cleaner.rules.literals import need_of, needs_of


@pytest.mark.parametrize(
    ("pattern", "need"),
    [
        (r"read more", {"read"}),
        (r"newsletters? (for|to) you", {"newsletter", "newsletters"}),
        (r"newsletters* for", {"newsletter*"}),
        (r"(?:the )?newsletter(?: box)?:?", {"newsletter"}),
        (r"(?:un)?subscribe now", {"now"}),
        (r"\s?© ?\d{4}", {"=©"}),
        (r"\d+ ?[/%] ?\d", {"=/", "=%"}),
        (r"(?-i:AFP|dpa) .*", {"afp", "dpa"}),
        (r"(sign|log) (in|up) for our", {"sign", "log"}),
        (r"(?i)subscribe .{3,20} now", {"subscribe"}),
        (r"\bsubscribe\b", {"subscribe"}),
        (r"(?:read|see) .*", {"read", "see"}),
        (r"Re ?ad more", {"re", "read"}),
        (r"x{0}yes, (?!no)please", {"please"}),
        (r"\d+ minutes", {"minutes"}),
        (r".{3,20}", None),
        (r"(?:a|)", None),
        (r"(?:foobar){e<=1}", None),  # fuzzy
        (r"(\w+) \1", None),
        (r"(?x) a b c", None),
        (r"[[a-z]&&[b]]oo", None),
        (r"abc|.+", None),
    ],
)
def test_need(pattern: str, need: set[str] | None) -> None:
    found = need_of(pattern, anchored_start=True, anchored_end=True)
    assert found == (None if need is None else frozenset(need))


@pytest.mark.parametrize(
    ("pattern", "need"),
    [
        (r"\b(?:read more|see also)\s?:\s", {"=:"}),
        (r"you have \d+ articles", {"you"}),
        (r"you have|sign (?:up|in)", {"have", "up", "in"}),
        (r"you have|subscribe", None),
        (r"newsletter", None),
        (r"more more", None),
    ],
)
def test_second_need(pattern: str, need: set[str] | None) -> None:
    found = needs_of(pattern, anchored_start=True, anchored_end=True).second
    assert found == (None if need is None else frozenset(need))


def test_a_pattern_is_tried_where_both_needs_are_met() -> None:
    pattern = r"\bread\s?:\s"
    prefilter = Prefilter([Condition(need_of("cookie")), Condition(need_of(pattern), needs_of(pattern).second)])
    assert prefilter.candidates(["Read: ice", "Read more", "More: ice"]) == [[0, 1], [0], [0]]
    assert prefilter.anywhere("Read: ice") == [0, 1]
    assert prefilter.anywhere("Read more") == [0]


def test_an_open_edge_makes_no_whole_word() -> None:
    assert need_of("cookie") is None  # "supercookies" holds it, and no word that begins with it
    assert need_of("cookie", anchored_start=True) == frozenset({"cookie*"})
    assert need_of(r"\bcookie") == frozenset({"cookie*"})
    assert need_of("(?<=[.!?]”? )cookie") == frozenset({"cookie*"})
    assert need_of("(?<=[.!?]|[a-z])cookie") is None
    assert need_of("(?<![.!?] )cookie") is None


_ATOMS = st.sampled_from(
    [
        "read",
        "more",
        " ",
        "ö",
        "É",
        r"\s+",
        r"\b",
        ".",
        "s?",
        "(?:a|bc)",
        "(in|up)?",
        r"\w+",
        "[:,]",
        "x{2,3}",
        "é|",
        "-",
        "’",
        r"\d",
        r"\d+",
        "(?<=[:,] ?)",
        "(?<=: |,)",
        "(?<=a|:)",
    ]
)


@given(st.lists(_ATOMS, min_size=1, max_size=7).map("".join), st.text("readmoinupabcsxöÉé :,-’\n", max_size=40))
def test_no_match_without_the_need(pattern: str, text: str) -> None:
    compiled = regex.compile(pattern, regex.IGNORECASE | regex.MULTILINE)
    if compiled.search(text) is not None:
        prefilter = Prefilter([Condition(need_of(pattern), needs_of(pattern).second)])
        assert prefilter.candidates([text]) == [[0]]
        assert prefilter.candidates(["in", text, ""])[1] == [0]
        assert prefilter.anywhere(text) == [0]
    if compiled.fullmatch(text) is not None:
        condition = Condition(
            need_of(pattern, anchored_start=True, anchored_end=True),
            needs_of(pattern, anchored_start=True, anchored_end=True).second,
            beginnings_of(pattern),
            endings_of(pattern),
        )
        assert Prefilter([condition]).candidates([text]) == [[0]]


@pytest.mark.parametrize(
    ("pattern", "beginnings", "endings"),
    [
        ("read more", {"read"}, {"erom"}),
        ("(?:read|see) more", {"read", "see "}, {"erom"}),
        ("(?:also )?read", {"also", "read"}, {"daer"}),
        (r"\d+ comments", {OTHER}, {"stne"}),
        (r"no\. \d", {"no. "}, {OTHER}),
        (r"no \d+", {"no "}, None),
        (r"\d*more", None, {"erom"}),
        (r"share(?: now)?[:!]?", {"shar"}, {"erah", "won ", ":era", "!era", ":won", "!won"}),
        (r"(?:a|b)+c", {"a", "b"}, {"c"}),
        (r"\s*more", {OTHER, "more"}, {"erom"}),
        (r"\bmore\b", {"more"}, {"erom"}),
        ("go(?:-?to)*", {"go", "go-t", "goto"}, {"og", "ot", "ot-"}),
        (".{2,9} rights", None, {"sthg"}),
        ("", None, None),
    ],
)
def test_ends(pattern: str, beginnings: set[str] | None, endings: set[str] | None) -> None:
    assert beginnings_of(pattern) == (None if beginnings is None else frozenset(beginnings))
    assert endings_of(pattern) == (None if endings is None else frozenset(endings))


def test_a_thousand_patterns_are_tried_about_as_often_as_ten() -> None:
    needs = [Condition(need_of(rf"subscribe to topic{number} now")) for number in range(1_000)]
    tried = Prefilter(needs).candidates(["Subscribe to topic7 now", "The council met on Monday to vote.", "topic8"])
    assert sum(len(numbers) for numbers in tried) <= 2
    assert tried[0] == [7]
