"""The gate's look at a text: its words as hashes, and what they make it suspect."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.propose.repairs.dropped_letters import channel, find, gate
from cleaner.propose.repairs.dropped_letters.hashes import hashes_of

TABLE = gate.load(find.TABLES / "gate.bin")

WORDS = [
    ("h was here", ["h", "was", "here"]),
    ("“h,” he said.", ["h", "he", "said"]),
    ("he’s - and 'she' too...\n", ["he's", "and", "she", "too"]),
    ("a\u00a0b\u2009c — d", ["a", "b", "c", "d"]),
    ("file.name 5h x-ray", ["file.name", "5h", "x-ray"]),
    ("Café ﬁ Â", ["Café", "ﬁ", "Â"]),
    ("", []),
    ("...", []),
    ("\u2019\u2019 \u00e2\u20ac", ["\u00e2\u20ac"]),
]


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_words_are_what_stands_between_spaces_and_marks(text: str, words: list[str]) -> None:
    assert hashes_of(text).tolist() == [hashes_of(word).tolist()[0] for word in words]


@given(st.lists(st.text("abcé…’-. hx", min_size=1, max_size=9), max_size=40))
def test_where_a_word_stands_makes_no_difference(words: list[str]) -> None:
    each = [value for word in words for value in hashes_of(word).tolist()]
    assert hashes_of(" ".join(words)).tolist() == each


def test_long_texts_are_cut_between_words() -> None:
    words = [f"word{'x' * (i % 13)} he’s" for i in range(20_000)]
    assert hashes_of(" ".join(words)).tolist() == [value for word in words for value in hashes_of(word).tolist()]


def test_one_endless_word_is_survived() -> None:
    assert len(hashes_of("é" * 100_000)) >= 1


LANGUAGES = {
    "The mayor said that it was time for the road to be closed.": True,
    "Der Rat hat am Montag beschlossen, dass die Straße gesperrt wird.": False,
    "El consejo dijo que la calle no se va a cerrar por la noche.": False,
    "": True,  # nothing speaks against it, and nothing is suspected
}


@pytest.mark.parametrize("text", LANGUAGES)
def test_english_is_told_by_its_function_words(text: str) -> None:
    assert gate.glance(text, TABLE).english == LANGUAGES[text]


DAMAGED = "He h alrey said that the leer of the bro group was rey to re the heline, and they agreed with him."


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (DAMAGED, ("ad",)),
        ("The ofice staf were the rst to nd a at oor; the rm lled the eld with re and the proft was spec.", None),
        ("He had already said that the leader of the broad group was ready to read the headline with him.", ()),
    ],
)
def test_the_gate_opens_for_words_that_agree(text: str, first: tuple[str, ...] | None) -> None:
    found = gate.suspicions(text, gate.glance(text, TABLE), TABLE)
    if first is None:
        assert set(channel.LIGATURES) & {string for each in found for string in each.strings}
    else:
        assert (found[0].strings if found else ()) == first


def test_inflections_of_one_word_agree_on_nothing() -> None:
    base = "The car was there, and it was said that she would "
    one = base + "tow it, as it tows well, and the towing was not hard for it at all."
    assert not gate.suspicions(one, gate.glance(one, TABLE), TABLE)
    many = base + "mae it tough the streets, and it was quite a rill for them to be so cleer about it, tey said."
    assert gate.suspicions(many.replace("th", "t"), gate.glance(many.replace("th", "t"), TABLE), TABLE)


@pytest.mark.parametrize("string", ["in", "er", "ana", "ss", "ment"])
def test_the_readings_of_some_forms_are_those_of_all(string: str) -> None:
    model = find.load_scorer().model
    every = channel.readings_of((string,), model).of
    forms = [*list(every)[::40], "zzzz", "the", "", string, "begng", "trag"]
    among = channel.readings_among(forms, (string,), model).of
    assert {form: every[form] for form in forms if form in every} == among
