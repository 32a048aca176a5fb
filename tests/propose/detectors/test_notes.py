"""Notes and sources at the end of an article are no teasers, no list of links and no comments."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.propose.detectors.notes import is_note, leads_back
from tests.propose.detectors.test_end_matter import ARTICLE

NOTES = [
    "See the memoir of Orla Venn for the second bank ↩",
    "^ The bench was given in the year of the flood",
    "I. Pask, O. Venn. Counting by hand. Annals of Small Banks. 2031;14(2):7-19. doi:10.9999/b",
    "Pask et al, The counter and the queue",
    "https://doi.org/10.9999/bank.2031.4",
]
NO_NOTES = [
    "Five banks that closed in 2031",
    "The bank asked for 2 ^ 8 new notes",
    "She has retrieved two bicycles from the canal",
    "Volume two of the bank's history is out",
]


@pytest.mark.parametrize("text", NOTES)
def test_notes_and_sources(text: str) -> None:
    assert is_note(text)


@pytest.mark.parametrize("text", NO_NOTES)
def test_lines_that_are_none(text: str) -> None:
    assert not is_note(text)


def test_marks_that_lead_back() -> None:
    assert [leads_back(text) for text in NOTES] == [True, True, False, False, False]


@pytest.mark.parametrize(
    "lines",
    [
        ["1.", NOTES[2], "2.", NOTES[2].replace("hand", "ear"), "3.", NOTES[2].replace("hand", "eye")],
        ["Sign up for our newsletter", NOTES[0], "A tale of two tellers ↩"],
    ],
    ids=["under numbers", "under a call"],
)
def test_they_stay_below_an_article(lines: list[str]) -> None:
    text = "\n\n".join([*ARTICLE, *lines]) + "\n"
    detectors = {"numbered-teasers", "sections"}
    gone = [edit for edit in Cleaner().clean(text, media="text", language="en").edits if edit.origin.name in detectors]
    assert all("2031;" not in edit.span.of(text) and "↩" not in edit.span.of(text) for edit in gone)
