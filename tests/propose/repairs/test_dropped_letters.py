"""Dropped letters: what is put back, what is left, and the texts that only look damaged."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.config import Config
from cleaner.kinds import Kind
from cleaner.model import Document, Metadata
from cleaner.propose.repairs import Damage, find_damage
from cleaner.spans import Span

PROSE = (
    "The mayor had said on Monday that the road to the old harbour would be ready before the trade fair. "
    "She headed the committee that made the plan, and its leader added that nobody had read the first draft. "
    "“We already have a good idea of what lies ahead,” she told the broadcaster. Shops on the sunny side had "
    "to move, and the bread market was paid for by a trader who had advised the council a decade ago. "
)
OFFICE = (
    "The office was the first to find a flat floor for the staff, and five different firms offered to fix it. "
    "Officials said the final figures were difficult to confirm, but a specific effort had cut traffic in half. "
    "The fire brigade briefly filled the coffee room; the chief of staff, who suffers from hay fever, went off to "
    "find fresh flowers. Nobody was satisfied with the effect, and the conflict over the profit still goes on. "
)
PLAIN = (
    "He told me that the vice chairman would just dress for dinner, and that we should heed the warning. Vance flew to "
    "Rio with her, and the opt-out form was here all the time. We leer at nobody, he said; the advantage was made "
    "clear already, and Canada had added a road. The leader headed for the trade fair, and the broadcaster was glad. "
)
MODULE = (
    "The function had been ready for a decade, and everybody who read it made the same remark about its header. "
    "A thread loads the data, adds it to the broadcast queue and leaves. The address is padded with zeros. "
)


def document(text: str, **fields: object) -> Document:
    """A plain text as a document."""
    return Document("x", "text", text, (), **fields)  # type: ignore[arg-type]


def damage_of(text: str, config: Config | None = None) -> Damage | None:
    """What is found in a plain text."""
    return find_damage(document(text), config or Config())


def applied(text: str, found: Damage | None) -> str:
    """The text with its repairs in."""
    for edit in reversed(found.edits if found else ()):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


def repaired(text: str) -> str:
    """The text with the repairs that are found in it."""
    return applied(text, damage_of(text))


def without_ligatures(text: str) -> str:
    """The text as a font without ligatures leaves it."""
    for ligature in ("ffi", "ffl", "ff", "fi", "fl"):
        text = text.replace(ligature, "")
    return text


def test_a_text_that_lost_a_string_gets_it_back() -> None:
    damaged = PROSE.replace("ad", "")
    assert damaged != PROSE
    assert repaired(damaged) == PROSE


def test_a_text_that_lost_its_ligatures_gets_nearly_all_back() -> None:
    before, after = OFFICE.split(), repaired(without_ligatures(OFFICE)).split()
    assert len(before) == len(after)
    wrong = [(was, now) for was, now in zip(before, after, strict=True) if was != now]
    assert len(wrong) <= 3
    assert all(now == without_ligatures(was) for was, now in wrong), "what is not restored is left as it was"


def test_every_edit_tells_its_channel_reading_and_runner_up() -> None:
    found = damage_of(PROSE.replace("ad", ""))
    assert found is not None
    assert found.channels == ('dropped "ad"',)
    for edit in found.edits:
        assert edit.kind is Kind.REPAIR
        assert (edit.origin.actor, edit.origin.name) == ("repair", "dropped-letters")
        assert {e.name for e in edit.evidence} >= {"channel", "supporters", "reading", "runner_up"}
        assert 0.5 < edit.confidence <= 1.0


def test_a_form_that_no_word_leaves_is_told_and_not_guessed() -> None:
    found = damage_of(PROSE.replace("ad", "") + "Cole ing talks with the board. ")
    assert found is not None
    assert not any(edit.replacement.endswith("ing") and len(edit.span) == 3 for edit in found.edits)
    text = PROSE.replace("ad", "") + "Cole ing talks with the board. "
    assert "ing" in [u.span.of(text) for u in found.unresolved]


def test_right_words_of_a_damaged_text_stay() -> None:
    text = (PROSE + "He told me that Vance flew to Rio, and she thanked him for the just reward. ").replace("ad", "")
    assert repaired(text).endswith("He told me that Vance flew to Rio, and she thanked him for the just reward. ")


def test_a_clean_half_is_not_touched() -> None:
    damaged = PROSE + PLAIN + "\n\n" + (PROSE + MODULE).replace("ad", "")
    found = damage_of(damaged)
    assert found is not None
    assert len(found.edits) > 10
    assert all(edit.span.start > len(PROSE + PLAIN) for edit in found.edits)


def test_a_word_at_the_edge_of_the_damage_is_told_and_not_edited() -> None:
    odd, damaged = "They opted the plan. The boats were out. ", PROSE.replace("ad", "")
    inside, edge = PROSE + damaged + odd + damaged, PROSE + odd + damaged
    assert "They adopted the plan." in repaired(inside)
    found = damage_of(edge)
    assert found is not None
    assert "They opted the plan." in applied(edge, found)
    assert "opted" in [u.span.of(edge) for u in found.unresolved]


def test_case_is_put_back() -> None:
    text = (PROSE + "Adding to the noise, Adam asked for Advil. Advisers agreed. Advertising paid for it. ") * 2
    damaged = text.replace("ad", "").replace("Ad", "")
    after = repaired(damaged)
    assert "Advisers agreed." in after
    assert "ready before" in after


def test_one_long_odd_word_is_proof_where_the_string_is_missing() -> None:
    assert repaired(PROSE + "Every year there was a dierent view of it.") == (
        PROSE + "Every year there was a different view of it."
    )


@pytest.mark.parametrize(
    "rest",
    [
        "The staff saw a dierent view of it.",  # the string stands
        "Every year there was a view that was dierent",  # the end of a line may be cut
        "Every year they had a stu of it.",  # too short
        "Every year they had a Dierent view of it.",  # may be a name
        "Every year they had a dierant view of it.",  # no word leaves it
    ],
)
def test_an_odd_word_alone_is_no_proof(rest: str) -> None:
    assert repaired(PROSE + rest) == PROSE + rest


def test_the_letter_of_a_function_stays() -> None:
    text = PROSE.replace("ad", "") + "The method gives a conditional p(x|x), and it had a p(y) too. "
    assert repaired(text).endswith("a conditional p(x|x), and it had a p(y) too. ")


def test_capitals_amid_small_letters_are_an_abbreviation() -> None:
    text = (PROSE + "Advisers agreed. Adam left. Adding to it, adults came. ") * 2
    damaged = text.replace("ad", "").replace("Ad", "")
    after = repaired(damaged + "They saw the RE of the CL, so the RE is here. AND RE THE NOTICE. ")
    assert "Advisers agreed." in after, "the deletion took capitals too"
    assert after.endswith("They saw the RE of the CL, so the RE is here. AND READ THE NOTICE. ")


TRAPS = {
    "words that look damaged": PLAIN,
    "names": "Vance, Rio, Cana, Leer, Vlimir, Sana, Loup, Re, Dre, Bree, Tre, Ro, Le, Les, De, Mae, Nia.\n" * 3,
    "units": "The pump moved 5 m of water an h, 10 h a day; at 3 b and 4 d the gauge read p = 2, and h fell. " * 3,
    "code": "int h = 0; for (me of list) { re.read(h); le[h] += me; } // vice, just, opt, dress\n" * 10,
    "capitals": "HE TOLD ME THAT THE VICE CHAIRMAN WOULD JUST DRESS FOR DINNER, AND RE-OPTED. LEER AHE HEED.\n" * 3,
    "German": "Der Rat hat am Montag beschlossen, dass die Straße zum alten Hafen nicht mehr gesperrt wird. Er hatte "
    "lange darüber geredet, und niemand war zufrieden mit dem Ergebnis, das heute vorgestellt wurde. " * 3,
    "Spanish": "El rey no quiso leer la carta, y de los que me dieron el pan, solo una vez fue a la red de la vida. "
    "La madre de la niña le dijo que no era verdad, y se fue a la ciudad con los demás. " * 3,
    "dialect": "Ah'm gonna tell ye, lad, he wis nae here; me mam said re the bread tha' it were thra an' the rest. "
    * 3,
    "verse": "O leer not, heed me, vice and just,\nThe dawn of day is here;\nI dress the rose, I dress the dust,\n"
    "And he is not so dear.\n" * 3,
    "product list": "Re Dot 3 Pro\nHe Set\nMe Time Mug\nLe Creuset Pan\nVant Lamp\nOpt Kit\nDre Beats\nPs5 Pad\n" * 5,
}


@pytest.mark.parametrize("name", TRAPS)
def test_what_only_looks_damaged_stays(name: str) -> None:
    found = damage_of(TRAPS[name])
    assert found is None or not found.edits


def test_clean_text_is_not_touched() -> None:
    for text in (PROSE, OFFICE, MODULE, PROSE + PLAIN + OFFICE + MODULE):
        assert damage_of(text) is None


def test_switched_off() -> None:
    assert damage_of(PROSE.replace("ad", ""), Config(repairs="off")) is None


def test_front_matter_is_not_read() -> None:
    front = "---\ntitle: h me vice re ded\n---\n"
    text = front + PROSE.replace("ad", "")
    found = find_damage(document(text, front_matter=Span(0, len(front))), Config())
    assert found is not None
    assert all(edit.span.start >= len(front) for edit in found.edits)


def test_a_name_of_the_title_is_a_witness() -> None:
    text = (PROSE + "The lawyer for Quadrelli spoke for an hour, and Quadrelli thanked her. ").replace("ad", "")
    bare, told = damage_of(text), find_damage(document(text, meta=Metadata(title="Quadrelli thanks her")), Config())
    assert bare is not None
    assert told is not None
    assert "Quadrelli" not in [edit.replacement for edit in bare.edits]
    assert [edit.replacement for edit in told.edits].count("Quadrelli") == 2


def test_letters_outside_ascii_come_back_by_a_witness_alone() -> None:
    text = (
        "The president said on Monday that he would not sign the law. It was the first time that Nausda had refused, "
        "and nobody in the room had seen it coming. Nausda left by the back door.\n"
    )
    assert damage_of(text) is None
    found = find_damage(document(text, meta=Metadata(title="Nausėda refuses to sign")), Config())
    assert found is not None
    assert [edit.replacement for edit in found.edits] == ["Nausėda", "Nausėda"]


WHOLE = (
    "The train from Wrocław was late on Monday, and nobody at the Musée Vermeil was there to meet the guests.\n"
    "It was said that the Musée Vermeil had been told of it by Mrs Stenström, and that she was not to blame.\n"
)
FOREIGN = {
    "one word, after the last whole one": (WHOLE + "He had been in Wrocaw for a week.\n", ["Wrocław"]),
    "one word, before the first whole one": ("He had been in Wrocaw for a week.\n" + WHOLE, ["Wrocław"]),
    "a name that is a word, beside two that are none": (
        WHOLE + "He took the train from Wrocaw, and Mrs Stenstrm went to the Muse Vermeil with him.\n",
        ["Wrocław", "Stenström", "Musée"],
    ),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_another_part_of_the_text_is_a_witness(name: str) -> None:
    text, words = FOREIGN[name]
    found = damage_of(text)
    assert found is not None
    assert [edit.replacement for edit in found.edits] == words


@pytest.mark.parametrize(
    "text",
    [
        WHOLE + "He had been in Wroclaw for a week.\n",
        WHOLE + "He sang of the Muse, and the Muse was not to blame.\n",
        WHOLE + "He had been in Wrocaw for a week.\n" + WHOLE,
        WHOLE.replace("Wrocław", "Wroclaw") + "He had been in Wrocaw for a week.\n",
        WHOLE + "Mrs Renée Moor said so.\n" + "Rene was not to blame, she said, and nor was Rene\u2019s brother.\n",
        WHOLE + "The LLCs\u00e2 owners said so.\n" + "It was the LLCs that had asked, and the LLCs were right.\n",
    ],
    ids=["plain spelling", "a word", "both ways", "no witness", "another name", "mojibake"],
)
def test_what_only_looks_like_lost_letters_stays(text: str) -> None:
    found = damage_of(text)
    assert found is None or not found.edits


def test_a_text_that_spells_a_name_both_ways_is_left() -> None:
    text = (
        "Mr Tšosane said so on Monday, and he was right.\nIt was Tosane who had asked.\nTšosane went home after that.\n"
    )
    found = damage_of(text * 2)
    assert found is None or not found.edits


CAPS = [
    ("he council met on Monday to hear about the new road, and the public was not allowed in.", "The"),
    ("resident Harlow said on Monday that he would not stand again, and the public was surprised.", "President"),
    ("nce the rain had stopped, the public went out to see what was left of the old road that night.", "Once"),
    ("elf-made cider was sold at the fair, and the public liked it so well that none of it was left.", "Self"),
    ("UICK SUMMARY: the council met to hear about the new road, and nobody from the public was there.", "QUICK"),
    ("erns were everywhere, and the ferns of the north wall were the first to go when the road was made.", "Ferns"),
    ("’ve been to the fair for a year, and the public has not once been told what the old road was for.", "I’ve"),
    ("he U.S. mail was late for the fair by an hour or two, and the public was not surprised by it.", "The"),
]
REST = " It was late. Nobody spoke. The road was wet, and they went home. In the end the vote was lost.\n"


@pytest.mark.parametrize(("opening", "first"), CAPS)
def test_a_drop_cap_comes_back(opening: str, first: str) -> None:
    found = damage_of(opening + REST)
    assert found is not None
    assert [edit.replacement for edit in found.edits] == [first]
    assert found.edits[0].span.start == 0


@pytest.mark.parametrize(
    "text",
    [
        "iPhone sales were down in the first quarter, and nobody at the company was surprised to hear it." + REST,
        "the council met on monday to hear about the road, and nobody was allowed in. it was late. all left.",
        "de Villiers said on Monday that he would not stand again, and the public was not surprised." + REST,
        "UNESCO said on Monday that it would not stand again, and nobody in the room was surprised by it." + REST,
        "IVPN said on Monday that it would not stand again, and nobody in the room was surprised by it." + REST,
        "x\n\n" + PROSE + REST,
        "’tis the season to be glad, she said, and nobody in the room was surprised to hear it that night." + REST,
        "home news sport weather\n" + PROSE,
        "a council that met on Monday to hear about the new road did not allow the public in." + REST,
        "ere, i'm the one who asked for the road, and the public was not surprised to hear of it that night." + REST,
    ],
)
def test_a_small_first_letter_may_be_right(text: str) -> None:
    found = damage_of(text)
    assert found is None or not found.edits


WORDS = sorted(set((PROSE + OFFICE + PLAIN + MODULE).split()))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([PROSE, OFFICE, PLAIN, MODULE, "\n\n"]), min_size=1, max_size=4),
    st.lists(st.sampled_from(WORDS), max_size=30),
    st.sampled_from(["ad", "fi", "ff", "ti", "th", "er", "con", "ou"]),
    st.floats(0.0, 1.0),
)
def test_the_repairs_of_a_repaired_text_are_none(parts: list[str], odd: list[str], lost: str, share: float) -> None:
    text = "".join(parts) + " ".join(odd)
    at = int(len(text) * share)
    damaged = text[:at] + text[at:].replace(lost, "")
    found = damage_of(damaged)
    assert found == damage_of(damaged), "the same text, the same findings"
    end = 0
    for edit in found.edits if found else ():
        assert end <= edit.span.start < edit.span.end <= len(damaged)
        assert edit.replacement != edit.span.of(damaged)
        end = edit.span.end
    again = damage_of(applied(damaged, found))
    assert again is None or not again.edits


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_survived(text: str) -> None:
    applied(text, damage_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "h" * 5_000_000,
        "\u00e9" * 2_000_000,
        "the of and to in a is that h me re ded " * 4_000,
        " ".join(f"w{i:x}".translate(str.maketrans("0123456789", "ghijklmnop")) for i in range(300_000)),
        "-\n" * 500_000,
        "Ã©" * 500_000,
        "a.b" * 500_000,
    ],
    ids=["one letter", "one foreign letter", "one sentence", "distinct words", "hyphens", "mojibake", "dots"],
)
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    begun = time.process_time()
    damage_of(text)
    assert time.process_time() - begun < 12
