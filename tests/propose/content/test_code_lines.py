"""Program text of flat texts, and of pages that set it without a `pre`: a listing in the article stays whole."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import inputs
from cleaner.propose.content.code_lines import with_whole_listings
from cleaner.propose.content.text_units import TextUnits

BEFORE = "The ferry's timetable is asked of the harbour once a minute, and kept until the tide turns again at night."
AFTER = "If the harbour does not answer, the board shows the sailings of yesterday, which were mostly the same ones."
JAVASCRIPT = ["const tide = useTide ( ) ;", "useEffect ( ( ) => {", "load ( tide )", "} , [ tide ] ) ;", ") ;", "}"]
PYTHON = [
    "import harbour",
    "def sailings(day):",
    "    tide = harbour.tide(day)",
    "    return tide.sailings",
    "sailings(3)",
]
SHELL = ["$ pip install harbour", "$ harbour --day=3", "sudo systemctl restart board", "{"]
ONE_LINE = ["tides.map( x => x.high ) var low = tides.filter( x => x.low ) ; for ( let t of low ) { show(t); }"]
LIST = [
    "Tide table (large)",
    "Board of the harbour (north)",
    "Crew = seven, plus a cook",
    "Cape & Sound Ferries; Orsund",
]
TRAIL = ["Harbour", ">", "Ferries", ">", "Tide", ">", "Boards", ">"]
SCRIPT = ["window.board = window.board || [];", "board.push({slot: 3});", "googletag.cmd.push(function() {", "});"]


def kept(lines: list[str], *, p: float = 0.2, after: str | None = AFTER) -> list[str]:
    """Which of `lines` stay between two paragraphs that the model keeps, where it gives each of them `p`."""
    document = inputs.read("\n".join([BEFORE, *lines, *([after] if after else [])]) + "\n", media="text")
    spans = [block.span for block in document.blocks]
    texts = [span.of(document.text) for span in spans]
    units = TextUnits(
        np.array([span.start for span in spans]), np.array([span.end for span in spans]), np.arange(len(spans))
    )
    is_prose = np.array([text.strip() in (BEFORE, AFTER) for text in texts])
    prose = np.where(is_prose, 19.0, 0.0)
    good = with_whole_listings(document.text, units, prose, np.where(is_prose, 0.9, p), is_prose)
    return [
        text for text, stays in zip(texts, good.tolist(), strict=True) if stays and text.strip() not in (BEFORE, AFTER)
    ]


@pytest.mark.parametrize(
    "lines", [JAVASCRIPT, PYTHON, SHELL, ONE_LINE], ids=["javascript", "python", "shell", "one line"]
)
def test_a_listing_between_paragraphs_stays_whole(lines: list[str]) -> None:
    assert [line.strip() for line in kept(lines)] == [line.strip() for line in lines]


@pytest.mark.parametrize("lines", [LIST, TRAIL, SCRIPT, JAVASCRIPT[:2]], ids=["list", "trail", "script", "two lines"])
def test_what_is_no_listing_is_the_models(lines: list[str]) -> None:
    assert kept(lines) == []


def test_what_the_model_clearly_refuses_goes() -> None:
    assert kept(JAVASCRIPT, p=0.02) == []


def test_below_the_article_stands_the_pages_own_code() -> None:
    assert kept(JAVASCRIPT, after=None) == []
