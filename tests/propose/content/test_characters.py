"""Texts as classes and token hashes."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.propose.content import characters as chars


def tokens_of(text: str, *, split_case: bool = False) -> list[str]:
    reading = chars.read(text, split_case=split_case)
    return [text[start:end] for start, end in zip(reading.starts, reading.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        (" \n.,", []),
        ("The ferry sailed.", ["The", "ferry", "sailed"]),
        ("Zażółć gęślą", ["Zażółć", "gęślą"]),
        ("桥头茶馆 opens", ["桥", "头", "茶", "馆", "opens"]),
        ("7 ships🚢sank", ["7", "ships", "sank"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    """Words are runs of letters and digits; scripts without spaces give a token a character."""
    assert tokens_of(text) == tokens


def test_names_are_split_at_capitals() -> None:
    """Names in markup are words run together; words in prose are not split."""
    assert tokens_of("articleBody nav-item2", split_case=True) == ["article", "Body", "nav", "item", "2"]
    assert tokens_of("McAda") == ["McAda"]


def test_hashes_tell_words_apart_and_fold_case() -> None:
    """One hash a word, whatever its case and place; different words, and pairs in another order, differ."""
    reading = chars.read("Ferry ferry FERRY yrref fer ry")
    assert len(set(reading.hashes[:3].tolist())) == 1
    assert len(set(reading.hashes.tolist())) == 4
    first, second = reading.hashes[:1], reading.hashes[3:4]
    assert chars.pair_hashes(first, second) != chars.pair_hashes(second, first)


def test_among_finds_members() -> None:
    """Every member is found; a few others may be."""
    wanted = chars.hashes_of_words(["bell", "rope"])
    found = chars.among(chars.read("the bell has a rope and a wheel").hashes, wanted)
    assert found.tolist() == [False, True, False, False, True, False, False, False]


def test_classes_of_lone_surrogates_and_pictures() -> None:
    """Odd characters are read, never refused."""
    reading = chars.read("a\ud800b 🚢 𠀀")
    assert len(reading.classes) == 7
    assert reading.classes.dtype == np.uint8
