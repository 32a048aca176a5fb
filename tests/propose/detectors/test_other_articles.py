"""Other articles on the page of one: where they go, and what only looks like them."""

from __future__ import annotations

import pytest

from cleaner import Cleaner

CLEANER = Cleaner()

OWN = (
    "The ropeway over the Sill was shut on Friday evening, and nobody could say when it would run again.",
    "Its keeper, Jo Lindqvist, had found a strand of the northern cable frayed to the width of a finger.",
    "Until a new one is spun the valley will be reached by the old road, which takes an hour and a half.",
)
OTHER = (
    "Bakers in the upper town have agreed to open at seven, an hour later than their grandparents did.",
    "The mill had asked them for it, as its new stones want to cool for longer than the old ones ever had.",
    "Those who want bread for an early train may ask for yesterday's, which the guild sells for half.",
)


def paragraphs(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def page(other: str) -> str:
    return f"""<html lang="en"><head><title>Ropeway over the Sill is shut - The Valley</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><main><article class="story">
<h1 class="story-title left">Ropeway over the Sill is shut</h1><p class="date">3 May 2031</p>{paragraphs(OWN)}
</article>{other}</main></body></html>"""


HEAD = '<h1 class="story-title">Bakers open an hour later</h1>'
DATE = '<p class="date">2 May 2031</p>'


@pytest.mark.parametrize(
    ("other", "goes"),
    [
        (f"<article>{HEAD}{DATE}{paragraphs(OTHER)}</article>", True),
        (f"<article>{HEAD}{paragraphs(OTHER)}</article>", False),  # a section has no date
        (f"<article><h2>Bakers open an hour later</h2>{DATE}{paragraphs(OTHER)}</article>", False),  # another tag
        (f"<article><h1 class=bread>Bakers open</h1>{DATE}{paragraphs(OTHER)}</article>", False),  # other names
        (f"{HEAD}{DATE}{paragraphs(OTHER)}", False),  # no element of its own
        (f"<article>{HEAD}{DATE}{paragraphs(OTHER[:1])}</article>", False),  # a teaser is left to the model
    ],
    ids=["article", "undated", "tag", "names", "no element", "one paragraph"],
)
def test_an_article_below_the_one_of_the_page(other: str, goes: bool) -> None:
    result = CLEANER.clean(page(other), media="html")
    assert all(line in result.text for line in OWN)
    assert any(edit.origin.name == "other_articles" for edit in result.edits) is goes
    assert not goes or not any(line in result.text for line in OTHER)


def test_its_evidence_tells_why() -> None:
    result = CLEANER.clean(page(f"<article>{HEAD}{DATE}{paragraphs(OTHER)}</article>"), media="html")
    edit = next(edit for edit in result.edits if edit.origin.name == "other_articles")
    assert edit.kind == "other_article"
    told = {evidence.name: evidence.value for evidence in edit.evidence}
    assert told == {"set like the title": "Bakers open an hour later", "date": "2031"}


def test_a_longer_article_below_may_be_most_of_the_page() -> None:
    """What it holds is no loss to the article: no budget and no alarm holds it."""
    story = tuple(f"On day {day} of the ovens it was so: {line}" for day in range(9) for line in OTHER)
    other = f"<article>{HEAD}{DATE}{paragraphs(story)}</article>"
    result = CLEANER.clean(page(other), media="html")
    assert all(line in result.text for line in OWN)
    assert "guild" not in result.text
    assert result.status != "suspect"


def test_a_page_that_does_not_say_its_title_shows_a_list() -> None:
    listing = page(f"<article>{HEAD}{DATE}{paragraphs(OTHER)}</article>").replace("Ropeway over the Sill is shut -", "")
    assert OTHER[0] in CLEANER.clean(listing, media="html").text


def test_a_sentence_set_as_a_heading_may_begin_the_article() -> None:
    """The first body paragraph is then the other heading itself, and nothing else holds it."""
    lead = f'<h1 class="story-title">{OWN[0]}</h1>'
    plain = f'<h1 class="story-title">Ropeway over the Sill is shut</h1>{lead}{paragraphs(OWN[1:])}'
    head = "<title>Ropeway over the Sill is shut - The Valley</title>"
    result = CLEANER.clean(f"<html lang=en><head>{head}</head><body>{plain}</body></html>", media="html")
    assert OWN[2] in result.text
