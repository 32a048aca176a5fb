"""Compounds and inflections that no list holds, as readings of forms that no listed word leaves."""

from __future__ import annotations

import pytest

from cleaner.propose.repairs.dropped_letters import find
from cleaner.propose.repairs.dropped_letters.channel import readings_of
from cleaner.propose.repairs.dropped_letters.compounds import Compound, compounds


def found(word: str, string: str) -> list[Compound]:
    """The compounds that `word` is what is left of, by the shipped tables."""
    model = find.load_scorer().model
    return compounds(word, readings_of((string,), model), (string,), model)


@pytest.mark.parametrize(
    ("word", "string", "whole"),
    [
        ("seedhes", "ad", "seedheads"),
        ("bucketlos", "ad", "bucketloads"),
        ("AcemyOcean", "ad", "academyocean"),
        ("coneowers", "fl", "coneflowers"),
        ("nonults", "ad", "nonadults"),
        ("heedly", "ad", "headedly"),
    ],
)
def test_a_compound_is_parted(word: str, string: str, whole: str) -> None:
    assert whole in [one.text for one in found(word, string)]


@pytest.mark.parametrize(
    ("word", "string"),
    [
        ("WellRive", "th"),  # a part's capital was not lost
        ("lo", "ad"),  # too short
        ("Zeldrin", "ad"),  # no part of it is a word
        ("McRoLad", "ad"),  # two inner capitals part nothing
        ("vis-hes", "ad"),
        ("reskilling", "ti"),  # right as it stands: a prefix at a word
        ("wirings", "th"),  # an ending
        ("EarFun", "th"),  # two words
    ],
)
def test_what_is_no_compound_stays(word: str, string: str) -> None:
    assert found(word, string) == []


def test_a_form_that_is_two_words_is_less_of_a_compound() -> None:
    (bare,), (two,) = found("stonehes", "ad")[:1], found("stonehe", "ad")[:1]
    assert (bare.text, two.text) == ("stoneheads", "stonehead")
    assert two.logp < bare.logp - 1.0
