"""What the pairs of books tell of two neighbours, and what is a word."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.propose.repairs.dropped_letters import find
from cleaner.propose.repairs.dropped_letters.language_model import STOP_ID, Keys, is_nonword


def told(first: str | int, second: str) -> float:
    """The books' opinion of the pair, in nats."""
    model = find.load_scorer().model
    ids = [word if isinstance(word, int) else model.ids[word] for word in (first, second)]
    return float(model.book(model.look_up(np.array(ids[:1]), np.array(ids[1:])))[0])


@pytest.mark.parametrize(
    ("pair", "likelier"),
    [(("read", "more"), ("re", "more")), (("made", "clear"), ("me", "clear")), (("told", "me"), ("told", "made"))],
)
def test_a_pair_that_books_hold_is_likelier(pair: tuple[str, str], likelier: tuple[str, str]) -> None:
    assert told(*pair) > told(*likelier) + 0.5


def test_a_pair_of_frequent_words_that_books_do_not_hold_is_rarer_than_chance() -> None:
    assert told("the", "of") < -3.0


def test_a_mark_or_a_rare_word_tells_nothing() -> None:
    assert told(STOP_ID, "the") == 0.0
    assert told("trackpads", "the") == 0.0


def test_keys_are_found_at_their_places_and_no_others() -> None:
    table = np.array([3, 9, 1 << 20, (1 << 20) + 1, (1 << 32) - 1], dtype=np.uint32)
    asked = np.array([9, (1 << 20) + 1, 3, (1 << 32) - 1, 0, 10, (1 << 32) - 2], dtype=np.uint32)
    assert Keys(table).find(asked).tolist() == [1, 3, 0, 4, -1, -1, -1]
    assert Keys(table).find(asked[:0]).tolist() == []


@pytest.mark.parametrize(
    ("word", "nonword"), [("spa", False), ("spa's", False), ("wing’s", False), ("alrey", True), ("heset's", True)]
)
def test_the_genitive_of_a_word_is_as_much_a_word(word: str, nonword: bool) -> None:
    assert is_nonword(word, find.load_scorer().model) == nonword
