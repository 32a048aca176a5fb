"""Notes under an article: remarks stay with the text that refers to them, lists of sources are the model's to judge."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import inputs
from cleaner.propose.content.notes import with_whole_notes

REMARKS = (
    "The miller would have told it otherwise, but he was not there when it was written down.",
    "It is the only gate on this river that is still opened by hand, and that for no good reason.",
)
SOURCES = (
    "Orla Tamm, Weirs Northern Counties. Brackwater Press, 1987.",
    "Ilo Venn (ed.), Mill Registers, vol. 3, 1911.",
)


def _kept(notes: tuple[str, ...], *, mark: str = "1", link: str = "#fn1", stays: tuple[str, ...] = ()) -> list[str]:
    """The lines that stay of an article with `notes`, of which the model keeps the paragraphs and `stays`."""
    items = "".join(f"<li id=fn{at}>{note}</li>" for at, note in enumerate(notes, 1))
    page = (
        f"<p>The weir is older than the mill<a href='{link}'>{mark}</a> that it is named for.</p>"
        f"<p>Both were sold in the same spring<a href='#fn2'>2</a> to people from the coast.</p><ol>{items}</ol>"
    )
    document = inputs.read(f"<html><body>{page}</body></html>", media="html", url="https://news.example/weir")
    lines = [block.span.of(document.text) for block in document.blocks]
    good = np.array([at < 2 or line in stays for at, line in enumerate(lines)])
    return [line for line, good in zip(lines, with_whole_notes(document, good).tolist(), strict=True) if good][2:]


@pytest.mark.parametrize(
    ("notes", "stays"),
    [(REMARKS, REMARKS), (SOURCES, ())],
    ids=["remarks", "sources"],
)
def test_remarks_stay_and_sources_do_not(notes: tuple[str, ...], stays: tuple[str, ...]) -> None:
    assert _kept(notes) == list(stays)


def test_sources_stay_whole_where_most_of_them_do() -> None:
    longer = SOURCES[:1]
    assert _kept(SOURCES, stays=longer) == list(SOURCES)


@pytest.mark.parametrize(
    ("mark", "link"),
    [("[1]", "#fn1"), ("*", "#fn1"), ("1", "https://news.example/weir#fn1")],
    ids=["brackets", "star", "whole address"],
)
def test_marks_of_notes(mark: str, link: str) -> None:
    assert _kept(REMARKS, mark=mark, link=link) == list(REMARKS)


@pytest.mark.parametrize(
    ("mark", "link"),
    [("1", "https://other.example/weir#fn1"), ("see below", "#fn1"), ("1", "#")],
    ids=["another page", "words", "nowhere"],
)
def test_links_that_mark_no_note(mark: str, link: str) -> None:
    assert _kept(REMARKS, mark=mark, link=link) == [REMARKS[1]]
