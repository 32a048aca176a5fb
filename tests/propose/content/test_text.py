"""Flat text: its units, and what the model makes of them."""

from __future__ import annotations

import pytest

from cleaner import inputs
from cleaner.propose.content import judge, text_guards
from cleaner.propose.content.judgement import STRETCH
from cleaner.propose.content.text_units import LONG_LINE, LONGEST_UNIT, text_units
from tests.propose.content.pages import MENU, PROSE, RELATED

BODY = "\n\n".join(PROSE)


def kept_text(text: str) -> str:
    document = inputs.read(text, media="text")
    return "\n".join(span.of(text) for span in judge(document).kept)


def units_of(text: str) -> list[str]:
    units = text_units(text, inputs.read(text, media="text").blocks)
    return [text[start:end] for start, end in zip(units.starts, units.ends, strict=True)]


def test_lines_are_units() -> None:
    """A line is a unit, whatever blank lines are between."""
    assert units_of("One.\n\nTwo. Three.\r\nFour") == ["One.", "Two. Three.", "Four"]


def test_a_long_line_is_judged_by_sentence() -> None:
    """Sentences of a huge line are units; together they are the line, and none ends after an initial or a title."""
    line = " ".join(PROSE) + " Capt. J. Doe (née Roe) said so. " + " ".join(PROSE)
    assert len(line) > LONG_LINE
    units = units_of(line)
    assert "".join(units) == line
    assert "Capt. J. Doe (née Roe) said so. " in units


def test_scripts_without_spaces_have_sentences() -> None:
    """A full stop of Chinese needs no space after it."""
    line = "河边的老茶馆昨天重新开门了。" * 120
    assert set(units_of(line)) == {"河边的老茶馆昨天重新开门了。"}


@pytest.mark.parametrize(
    "text", [BODY, "\n".join(PROSE), " ".join(PROSE), PROSE[0]], ids=["blank", "lines", "line", "one"]
)
def test_clean_text_stays_whole(text: str) -> None:
    """An article and nothing else loses nothing, however it is laid out."""
    assert kept_text(text).split() == text.split()


@pytest.mark.parametrize("blank", ["\n", "\n\n"], ids=["dense", "spaced"])
def test_a_page_without_its_markup(blank: str) -> None:
    """Menu and links around the article go by their company."""
    text = blank.join([*MENU, "Ferry to sail again", *PROSE, "Related articles", *RELATED, "© 2031 The Sound"])
    lines = kept_text(text).splitlines()
    assert all(paragraph in lines for paragraph in PROSE)
    assert len({*MENU} & {*lines}) <= 2
    assert "Log in" not in lines


def test_a_list_inside_prose_stays() -> None:
    """Short lines between paragraphs are the article's own."""
    items = ["- the hull, 1931", "- the engine, 1963", "- the bell, older than either"]
    text = "\n".join([*PROSE[:3], "What the survey looked at:", *items, *PROSE[3:]])
    assert all(item in kept_text(text) for item in items)


def test_a_line_without_sentences_is_cut_at_spaces() -> None:
    """Fifty megabytes of words on one line are not one unit."""
    line = "word " * 5000
    units = units_of(line)
    assert "".join(units) == line
    assert max(map(len, units)) <= LONGEST_UNIT
    assert all(unit.endswith(" ") for unit in units)
    assert "".join(units_of("x" * 20_000)) == "x" * 20_000


def test_a_huge_text_is_judged_in_stretches() -> None:
    """Every line of a text longer than a stretch has its probability, and clean text stays whole."""
    lines = [f"{line[:-1]}, as item {number} of the minutes says." for number in range(80) for line in PROSE]
    text = "\n".join(lines)
    assert len(text) > STRETCH
    judgement = judge(inputs.read(text, media="text"))
    assert len(judgement.p) == len(lines)
    assert sum(map(len, judgement.kept)) == len(text) - text.count("\n")


@pytest.mark.parametrize(
    ("text", "is_unspaced"),
    [
        ("港の灯台は火曜日の夕方に消された。", True),
        ("港の灯台 (Sandvig harbour lighthouse)", False),  # mostly in another
        ("등대는 화요일 저녁에 꺼졌다.", False),  # has spaces
        ("The lighthouse was switched off.", False),
        ("", False),
    ],
)
def test_scripts_without_spaces(text: str, is_unspaced: bool) -> None:
    assert text_guards.is_unspaced(text) is is_unspaced
