"""Damage done on purpose, and how edits are held against it."""

from __future__ import annotations

import pytest

from bench.repair_damage import Score, Truth, cut, delete, score
from cleaner.kinds import Kind
from cleaner.model import Edit, Origin
from cleaner.spans import Span


def edit(start: int, end: int, replacement: str) -> Edit:
    """An edit of a repair."""
    return Edit(Span(start, end), Kind.REPAIR, Origin("repair", "x"), replacement)


def test_what_is_left_is_told_with_what_it_was() -> None:
    damaged = delete("She had read it. A bad ad.", ("ad",))
    assert damaged.text == "She h re it. A b ."
    assert damaged.truths == (Truth(4, 5, "had"), Truth(6, 8, "read"), Truth(15, 16, "bad"))


def test_only_the_stretches_named_are_damaged() -> None:
    damaged = delete("had had", ("ad",), inside=[(4, 7)])
    assert damaged.text == "had h"
    assert damaged.intact == ((0, 4),)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("download it", 1),
        ("https://a.example/download it", 0),
        ("www.downloads.example it", 0),
        ("@downloader it", 0),
        ("pre_download it", 0),
        ("pre-download it", 1),
        ("see https://a.example/x download", 1),
    ],
)
def test_addresses_handles_and_names_of_code_are_beyond_repair(text: str, counted: int) -> None:
    damaged = delete(text, ("ad",))
    assert (len(damaged.truths), len(damaged.beyond)) == (counted, 1 - counted)


def test_an_edit_is_right_where_it_gives_the_very_word_back() -> None:
    damaged = delete("She had read @bads it, me.", ("ad",))
    assert damaged.text == "She h re @bs it, me."
    edits = [edit(4, 5, "had"), edit(6, 8, "red"), edit(17, 19, "made"), edit(10, 12, "bads")]
    assert score(damaged, edits) == Score(damaged=2, right=1, wrong=2, words=6)


def test_a_cut_inside_a_clean_stretch_is_counted() -> None:
    damaged = cut("had had", [(5, 7)], [(4, 7)])
    assert score(damaged, [edit(0, 3, "hadad")]).in_intact == 1
