"""Aligning an engine's text to the page's: what must come out whole, what must not be touched."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.inputs import read
from cleaner.inputs.plain import lines_of
from cleaner.model import Block
from cleaner.propose.engines.align import align

ONE = "The ferry to Norvald was late again on Monday, and nobody on the pier was surprised."
TWO = "Harbour master Ilse Brandt said that the second engine had failed twice since spring."
THREE = "A spare part was ordered in April, but the yard that makes it has closed for good."


@dataclass(frozen=True)
class Case:
    """What the engine kept of a text, and what is to stand after alignment, line by line."""

    name: str
    text: str
    kept: str
    want: tuple[str, ...]


CASES = (
    Case("whole lines", f"Menu\n{ONE}\nShare\n{TWO}\nImprint", f"{ONE}\n{TWO}", (ONE, TWO)),
    Case("joined lines", f"Menu\n{ONE}\n{TWO}\nImprint", f"{ONE} {TWO}", (ONE, TWO)),
    Case("part of a line", f"Home {ONE} Share this", ONE, (ONE,)),
    Case("two parts of a line", f"{ONE} Sign up for our letter {TWO}", f"{ONE}\n{TWO}", (ONE, TWO)),
    Case("a repeated paragraph is found once", f"{ONE}\n{TWO}", f"{ONE}\n{TWO}\n{ONE}", (ONE, TWO)),
    Case(
        "a moved paragraph is found where it stands",
        f"{ONE}\n{TWO}\n{THREE}",
        f"{THREE}\n{ONE}\n{TWO}",
        (ONE, TWO, THREE),
    ),
    Case("a short heading is found", f"Menu\n{ONE}\nOutlook\n{TWO}", f"{ONE}\nOutlook\n{TWO}", (ONE, "Outlook", TWO)),
    Case("a short heading left out stays out", f"{ONE}\nOutlook\n{TWO}", f"{ONE}\n{TWO}", (ONE, TWO)),
    Case("words by chance in a menu", f"The ferry and the pier\n{ONE}", ONE, (ONE,)),
    Case("the last of two copies", f"{ONE}\nMore\n{THREE}\n{ONE}\n{TWO}", f"{ONE}\n{TWO}", (ONE, TWO)),
    Case(
        "soft hyphens",
        "The fer\u00adry ran\u00a0aground near the mole.",
        "The ferry ran aground near the mole.",
        ("The fer\u00adry ran\u00a0aground near the mole.",),
    ),
    Case(
        "decomposed letters",
        "Cafe\u0301 Ma\u0308rz opened on the quay.",
        "Café März opened on the quay.",
        ("Cafe\u0301 Ma\u0308rz opened on the quay.",),
    ),
    Case(
        "no spaces",
        "メニュー\n港の船は月曜日に遅れました。\n共有",
        "港の船は月曜日に遅れました。",
        ("港の船は月曜日に遅れました。",),
    ),
    Case("a line of signs in the article", f"***\n{ONE}\n* * *\n{TWO}\n***", f"{ONE}\n{TWO}", (ONE, "* * *", TWO)),
    Case("nothing kept", ONE, "", ()),
    Case("nothing found", ONE, "Quite another text about bees", ()),
    Case(
        "a glued word does not tear the line",
        "He said so yesterday evening in town.",
        "Hesaid so yesterday evening in town.",
        ("He said so yesterday evening in town.",),
    ),
)


def aligned(text: str, kept: str) -> tuple[str, ...]:
    blocks = lines_of(text)
    spans = align(text, blocks, kept)
    return tuple(part.of(text).strip() for block in blocks for part in spans.within(block.span))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_alignment(case: Case) -> None:
    assert aligned(case.text, case.kept) == case.want


def test_hidden_copies_come_last() -> None:
    page = f"<p hidden>{ONE}</p><p>{ONE}</p><noscript><p>{TWO}</p></noscript>"
    document = read(f"<html><body>{page}</body></html>", media="html")
    spans = align(document.text, document.blocks, f"{ONE}\n{TWO}")
    marks = [block.marks & {"hidden", "noscript"} for block in document.blocks if spans.covers(block.span)]
    assert marks == [frozenset(), frozenset({"noscript"})]


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "ä", "港", "x1", "don't"]), min_size=1, max_size=12).map(
    " ".join
)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map("\n".join)


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_no_word_is_cut(text: str, kept: str) -> None:
    for span in align(text, lines_of(text), kept):
        assert span.start == 0 or text[span.start - 1].isspace()
        assert span.end == len(text) or text[span.end].isspace()


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_a_text_is_found_whole_in_itself(text: str) -> None:
    blocks: tuple[Block, ...] = lines_of(text)
    spans = align(text, blocks, text)
    assert all(spans.covers(block.span) for block in blocks)
