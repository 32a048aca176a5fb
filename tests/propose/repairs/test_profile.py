"""Profiles: what several documents of a source say together, frozen to a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.config import Config
from cleaner.errors import InputError
from cleaner.model import Document
from cleaner.propose.repairs import find_damage
from cleaner.propose.repairs.dropped_letters import profile as profiles
from cleaner.propose.repairs.dropped_letters.build_profile import build
from tests.propose.repairs.lines import LINES


def documents(text_of: list[str], host: str = "example.org") -> list[Document]:
    """Short documents of one source."""
    return [Document(str(at), "text", text, (), url=f"https://{host}/{at}") for at, text in enumerate(text_of)]


def test_a_profile_restores_what_one_short_text_cannot() -> None:
    damaged = documents([line.replace("ad", "") for line in LINES])
    assert find_damage(damaged[4], Config()) is None, "one word is no evidence"
    profile = build(damaged)
    assert profile.of(damaged[4]).channels.keys() == {("ad",)}
    found = find_damage(damaged[4], Config(), profile=profile)
    assert found is not None
    assert [edit.replacement for edit in found.edits] == ["added"]


def test_a_profile_of_clean_documents_changes_nothing() -> None:
    clean = documents(LINES)
    profile = build(clean)
    assert profile.of(clean[0]).channels == {}
    assert all(find_damage(document, Config(), profile=profile) is None for document in clean)


def test_a_profile_holds_nothing_against_other_sources() -> None:
    damaged = documents([line.replace("ad", "") for line in LINES])
    other = documents([LINES[4].replace("ad", "")], "example.net")[0]
    assert find_damage(other, Config(), profile=build(damaged)) is None


def test_clean_documents_of_a_damaged_source_stay() -> None:
    mixed = documents([line.replace("ad", "") for line in LINES] + LINES)
    profile = build(mixed)
    assert profile.of(mixed[0]).channels
    assert all(find_damage(document, Config(), profile=profile) is None for document in mixed[len(LINES) :])


def test_names_of_the_source_are_witnesses() -> None:
    whole = documents([f"{line} Nausėda was there, and so was the president." for line in LINES])
    text = (
        "The president said on Monday that it was over. It was what Nausda had asked for, and he was not alone in that."
    )
    damaged = Document("d", "text", text, (), url="https://example.org/d")
    assert find_damage(damaged, Config()) is None
    found = find_damage(damaged, Config(), profile=build(whole))
    assert found is not None
    assert [edit.replacement for edit in found.edits] == ["Nausėda"]


def reading_of(word: str, text: str, profile: profiles.Profile | None) -> float:
    """How probable the first reading of the last `word` in `text` is, put in or told as unresolved; 0 where none is
    told."""
    document = Document("d", "text", text, (), url="https://example.org/d")
    found = find_damage(document, Config(), profile=profile)
    assert found is not None
    at = text.rfind(word)
    told = {edit.span.start: edit.confidence for edit in found.edits}
    told |= {u.span.start: u.readings[0].probability for u in found.unresolved if u.readings}
    return told.get(at, 0.0)


def test_words_that_the_source_favours_are_likelier_readings() -> None:
    topical = "Her adoption was the talk of the town, and the adoption agency said that adoption takes a year. "
    whole = documents([line + " " + topical for line in LINES])
    profile = build(whole)
    favoured = profile.of(whole[0]).words
    assert favoured["adoption"] > 10
    assert not {"the", "option", "of"} & favoured.keys()
    text = " ".join(LINES).replace("ad", "") + " It was said that the option took a year."
    assert reading_of("option", text, profile) > reading_of("option", text, None)
    assert reading_of("option", text, build(documents(LINES))) == reading_of("option", text, None)


def test_words_of_damaged_documents_tell_nothing() -> None:
    damaged = documents([f"{line} The leer and the leer spoke.".replace("ad", "") for line in LINES])
    assert not build(damaged).of(damaged[0]).words


PROOFS = {
    "She kept the spreheets in a drawer that nobody else had a key to.": True,
    "She kept the spreheets.": False,  # the end of a line may be cut
    "She kept the spreheets ... in a drawer that nobody else had a key to.": False,
    "She kept the les in a drawer that nobody else had a key to.": False,
}


@pytest.mark.parametrize("text", PROOFS)
def test_one_long_odd_word_is_proof_for_a_source(text: str) -> None:
    base = "It was not what they had in mind, and there was nothing to be done about it by the time that he was told. "
    profile = build(documents([base + text, base]))
    assert (("ads",) in profile.of(documents([base])[0]).channels) == PROOFS[text]


def test_order_makes_no_difference_and_a_file_gives_it_back(tmp_path: Path) -> None:
    damaged = documents([line.replace("ad", "") for line in LINES])
    profile = build(damaged)
    assert build(reversed(damaged)).text == profile.text
    profile.save(tmp_path / "p.json")
    again = profiles.load(tmp_path / "p.json")
    assert again.text == profile.text
    assert again.digest == profile.digest


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"profile": 99, "sources": {}}', '{"profile": 1, "sources": {"a": 3}}']
)
def test_what_is_no_profile_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"p\.json"):
        profiles.load(path)


@pytest.mark.parametrize(
    ("text", "proven"),
    [
        ("Nothing of the kind was ded to the plan, and that was it.", True),
        ("Nothing of the kind was added to the plan, but a tag was ded to it.", False),  # the string still stands
        ("Her vice was to sell, and that was it.", False),  # a word
        ("Nothing of the kind was ded\nto the plan.", False),  # the end of a line may be cut
    ],
)
def test_one_odd_word_between_plain_neighbours_is_proof_too(text: str, proven: bool) -> None:
    base = "It was not what they were told of it, and there was nothing to be done by the time that he was asked. "
    profile = build(documents([base + text, base]))
    assert (("ad",) in profile.of(documents([base])[0]).channels) == proven
