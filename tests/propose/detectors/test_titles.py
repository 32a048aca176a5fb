"""The title of a flat text: the line above the article that the article is about, whatever stands around it; and its
authors, whose byline a scraper broke."""

from __future__ import annotations

import pytest

from cleaner.pipeline import Cleaner

CLEANER = Cleaner()
BODY = (
    "The lighthouse of Sandvig was switched off on Tuesday evening, and three fishermen came to watch it.\n"
    "Its keeper, Ole Brandt, had asked the harbour for another winter, but the council wants the tower for a museum.\n"
    "Nobody has said who will tell the ships.\n"
)
TITLE = "Fishermen watch as Sandvig lighthouse is switched off"

SCRAPES = {
    "a menu": f"Home\nNews\nSport\nTry a month for free now\n{TITLE}\n{BODY}",
    "an offer that stands twice": f"Share this story with friends\nShare this story with friends\n{TITLE}\n{BODY}",
    "another headline first": f"Bakers of Merrow strike for longer mornings\n{TITLE}\nBy Ada Example\n{BODY}",
    "a deck below": f"{TITLE}\nThe tower by the sea is to become a museum for the town and its visitors\n{BODY}",
    "nothing": f"{TITLE}\n{BODY}",
}


@pytest.mark.parametrize("scrape", list(SCRAPES.values()), ids=list(SCRAPES))
def test_the_headline_is_told_from_what_stands_beside_it(scrape: str) -> None:
    assert CLEANER.clean(scrape, language="en").title == TITLE


def test_a_paragraph_in_small_letters_is_no_headline() -> None:
    first = "ive spent the last year on the lighthouse at sandvig. fishermen came by on tuesday with a lamp"
    result = CLEANER.clean(f"![Image](https://example.com/lamp.jpg)\n\n{first}\n\n{BODY}", media="markdown")
    assert first in result.text


AUTHORS = {
    "a label above the name": (f"{TITLE}\nWritten by\nAda Example\n{BODY}", ("Ada Example",)),
    "a label in another language": (f"{TITLE}\nVon\nAda Beispiel\n{BODY}", ("Ada Beispiel",)),
    "a name above the stamp": (f"{TITLE}\nAda Example\n5 March 2025, 17:20\n{BODY}", ("Ada Example",)),
    "a section above the stamp": (f"{TITLE}\nLatest News\n5 March 2025, 17:20\n{BODY}", ()),
    "a name above a sentence": (f"{TITLE}\nSandvig Harbour\nThe light of 17:20 was the last.\n{BODY}", ()),
}


@pytest.mark.parametrize(("scrape", "authors"), list(AUTHORS.values()), ids=list(AUTHORS))
def test_bylines_that_a_scraper_broke(scrape: str, authors: tuple[str, ...]) -> None:
    assert CLEANER.clean(scrape, language="en").meta.authors == authors


def test_scripts_without_spaces_are_compared_by_pairs_of_letters() -> None:
    body = (
        "港の灯台は火曜日の夕方に消され、三人の漁師が岸壁からそれを見ていた。\n"
        "灯台守は町に、もう一冬だけ灯を残してほしいと頼んだが、町は塔を博物館にするという。\n"
    )
    scrape = f"会員登録はこちら\n今週の読まれた記事一覧\n港の灯台が消される\n{body}"
    assert CLEANER.clean(scrape, language="ja").title == "港の灯台が消される"


STANDFIRST = "With the tower dark for the winter, some think that the harbour could ask the county for a new lamp"


def _page(headline: str) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in BODY.splitlines() * 2)
    return (
        f"<html lang=en><head><title>{TITLE} - The Sound</title></head><body><header>{headline}</header><main>"
        f"<p>{STANDFIRST}</p><p>By Ada Example</p><p>5 March 2025, 17:20</p>{paragraphs}</main></body></html>"
    )


def test_a_standfirst_below_the_title_of_its_page_is_no_headline() -> None:
    assert STANDFIRST in CLEANER.clean(_page(f"<h1>{TITLE}</h1>"), media="html").text


def test_without_it_the_first_line_may_be_the_headline() -> None:
    """The near miss: `<title>` alone says nothing of what stands above the article."""
    assert STANDFIRST not in CLEANER.clean(_page("<b>The Sound</b>"), media="html").text


def test_key_points_that_stand_twice_are_no_headlines() -> None:
    points = "- Sandvig lighthouse keeper asked the harbour council for another winter, and fishermen watched\n"
    left = CLEANER.clean(f"EXCLUSIVE:\n{points}{BODY}{points}", media="text", language="en").text
    assert all(point in left for point in points.splitlines())
