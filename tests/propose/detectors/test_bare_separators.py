"""A separator alone on its line parts nothing: its sides went, or stood in other elements of the page."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.model import Media

BODY = [
    "The weir was mended on Monday, and the miller opened the sluice himself when the last plank was in its place.",
    "By the evening the pond stood as high as before the flood, and the wheel turned for the first time since March.",
    "Nobody had thought that it would take so little, said the carpenter, who had asked for two weeks.",
]


def clean(mark: str, media: Media) -> list[str]:
    lines = [BODY[0], mark, *BODY[1:]]
    if media == "text":
        return Cleaner().clean("\n\n".join(lines), media="text").text.split("\n")
    page = "".join(f"<p>{line}</p>" for line in lines)
    return Cleaner().clean(f"<article>{page}</article>", media="html").text.split("\n")


@pytest.mark.parametrize("mark", [":", "|", "»", "/"])
@pytest.mark.parametrize("media", ["text", "html"])
def test_separators_go(mark: str, media: Media) -> None:
    left = clean(mark, media)
    assert mark not in left
    assert {*BODY} <= {*left}


@pytest.mark.parametrize("mark", ["***", "—", "?", "7"])
def test_breaks_and_answers_stay(mark: str) -> None:
    assert {mark, *BODY} <= {*clean(mark, "text")}


@pytest.mark.parametrize("mark", ["***", "* * *", "___", "=====", "--"])
def test_breaks_at_the_edges_go(mark: str) -> None:
    """Above the first line and below the last they divide nothing; between two they do."""
    lines = [mark, BODY[0], mark, *BODY[1:], mark]
    left = Cleaner().clean("\n\n".join(lines), media="text").text.split("\n\n")
    assert left == lines[1:-1]


def test_breaks_at_the_edges_of_a_page_go() -> None:
    page = "".join(f"<p>{line}</p>" for line in ["___", *BODY, "___"])
    assert Cleaner().clean(page, media="html").text.split("\n\n") == BODY


def test_breaks_alone_stay() -> None:
    assert Cleaner().clean("***\n\n---\n", media="text").text.strip()
