"""The judge of doubtful words, and what it is told of where they stand."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.config import Config
from cleaner.model import Document
from cleaner.propose.repairs import find_damage
from cleaner.propose.repairs.dropped_letters import decode, find, places
from cleaner.propose.repairs.dropped_letters.judge import Judge, silent
from cleaner.propose.repairs.dropped_letters.tokens import tokenise

LOST = (
    "The mayor h said on Monday that the ro to the harbour would be rey before the tre fair, and her leer ded that "
    "nobody h re the first draft. We alrey have a good idea of what lies ahe, she told the brocaster. "
)


def test_the_shipped_judge_is_told_as_much_as_it_was_trained_on() -> None:
    judge = find.load_scorer().network.judge
    assert judge.hidden.shape[0] == len(judge.scale) == decode.JUDGED
    assert judge.out.any()


def test_a_silent_judge_corrects_nothing() -> None:
    assert not silent(decode.JUDGED).correction(np.ones((3, decode.JUDGED))).any()


def test_a_correction_is_one_hidden_layer() -> None:
    judge = Judge(
        np.array([2.0, 1.0]), np.array([[1.0, -1.0], [0.0, 3.0]]), np.array([0.0, 1.0]), np.array([1.0, 10.0])
    )
    assert judge.correction(np.array([[2.0, 0.0], [4.0, 1.0]])).tolist() == [1.0, 22.0]


@pytest.mark.parametrize(
    ("text", "word", "told"),
    [
        ("the lo-fi set", "lo", (False, True, False, False, False, False, False)),
        ("well-me bread", "me", (True, False, False, False, False, False, False)),
        ("the (b) key", "b", (False, False, True, True, False, False, False)),
        ("As Les Orchard said", "Les", (False, False, False, False, True, True, False)),
        ("It was. Re more", "Re", (False, False, False, False, False, False, True)),
    ],
)
def test_where_a_word_stands(text: str, word: str, told: tuple[bool, ...]) -> None:
    tokens = tokenise(text)
    at = tokens.words.index(word)
    starts = np.array([i == 0 or tokens.kinds[i - 1] == 1 for i in range(len(tokens))])
    row = places.places_of(tokens, [at], starts)[0]
    assert len(row) == places.NUMBER
    assert tuple(bool(value) for value in row[: len(told)]) == told


STAYS = [
    "It keeps coffee h-o-t for hours.",
    "Press the “b” key, and p(x) is told.",
    "An e-bike is all she wants.",
    "The firm's plan and the run's end were not in doubt.",
    "It was a good concep ...",
    "She didn&#39;t know, and they weren&#x27;t told; it was &quot;b&quot; to her.",
    "Copy it with rsync ps:etc/ and be done.",
    "The platform(s) run at 3 GB/s all night, and the three b’s are known.",
    "She told ’em so.",
]


@pytest.mark.parametrize("sentence", STAYS)
def test_what_means_itself_stays_in_a_damaged_text(sentence: str) -> None:
    text = LOST + sentence
    found = find_damage(Document("x", "text", text, ()), Config())
    assert found is not None
    assert len(found.edits) >= 8
    assert all(edit.span.end <= len(LOST) for edit in found.edits)
