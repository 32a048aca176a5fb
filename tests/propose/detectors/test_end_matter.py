"""What stands below an article and reads like it: legal notices, the author, a directory of the site. Each bound has a
near miss that stays."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.model import Result

ARTICLE = [
    "The savings bank at Tilling closed its counter on a Friday, and by Monday the queue stood at the post office.",
    "For forty years Iven Pask had counted out the pensions there, in new notes for birthdays and in old ones else.",
    "The directors say that a machine does the same, and that the machine will be there in the spring, or later.",
    "Until then the bus to Merrow runs twice a week, and the pensioners have a bench at the stop, given by the bank.",
    "On the first day eleven people sat on it, one of them with a cake, and when the bus came nobody wanted to get up.",
    "The parish will talk about it in the autumn. Iven Pask has been asked to come, and has asked what for.",
]
NOTICE = "Investing is subject to risk, and the figures are for informational purposes only."
SECOND = "Nothing here is meant to be tax or legal advice to anybody who owns a boat."
PLAIN = "Savers pay the fees of the tables that the bank prints in small type on the back of every book."
BIO = "Orla Venn has written about banks and bridges since the old mill closed, and keeps three hives of bees."
LONG_BIO = " ".join([BIO.rstrip(".") + ","] * 7) + " and so on."
CHAPTERS = [f"On day {day} the machine gave out a note too few, and {day} people wrote it down." for day in range(26)]
TOWNS = "Wendle Merrow Harl Orsund Cotter Brackwell Tilling Sedge Norland Aldwater Pell Gorse Hatch".split()  # noqa: SIM905
TITLES = [
    "President of the Tilling rowers",
    "Chair of the bench",
    "Keeper of three hives",
    "Twice mayor of Sedge",
    "Author of maps",
]
LONG = [*ARTICLE, *CHAPTERS]
DIRECTORY = [f"Free pension advice in {town}" for town in TOWNS]
LESSONS = [f"Free pension lessons on day {day} are about {town} and its mill" for day, town in enumerate(TOWNS)]


def clean(lines: list[str]) -> Result:
    return Cleaner().clean("\n\n".join(lines) + "\n", media="text", language="en")


def taken(lines: list[str], detector: str) -> list[str]:
    result = clean(lines)
    edits = [edit for edit in result.edits if edit.origin.name == detector]
    return [edit.span.of(result.document.text) for edit in edits]


@pytest.mark.parametrize(
    ("why", "lines", "goes"),
    [
        ("one notice at the end", [*ARTICLE, NOTICE], [NOTICE]),
        ("what stands between two goes with them", [*ARTICLE, NOTICE, PLAIN, SECOND], [NOTICE, PLAIN, SECOND]),
        (
            "two lines between two are the article's",
            [*ARTICLE, NOTICE, PLAIN, BIO, ARTICLE[5][:60], SECOND],
            [NOTICE, SECOND],
        ),
        ("ten lines before the end", [*ARTICLE, *CHAPTERS[:9], NOTICE, *CHAPTERS[9:19]], []),
        ("in the upper half", [*ARTICLE, *CHAPTERS[:2], NOTICE, *CHAPTERS[2:11]], []),
        ("too little above", [*ARTICLE[:3], NOTICE], []),
    ],
)
def test_legal_notices(why: str, lines: list[str], goes: list[str]) -> None:
    assert taken(lines, "legal_notices") == goes, why


@pytest.mark.parametrize(
    ("why", "lines", "goes"),
    [
        ("a heading and a paragraph", [*ARTICLE, "About the author", BIO], ["About the author", BIO]),
        (
            "a name between them",
            [*ARTICLE, "About the author:", "Orla Venn", BIO],
            ["About the author:", "Orla Venn", BIO],
        ),
        ("the paragraph after it stays", [*ARTICLE, "About the author", BIO, PLAIN], ["About the author", BIO]),
        ("a paragraph too long for a note", [*LONG, "About the author", LONG_BIO], []),
        ("a chapter in the middle", [*ARTICLE[:2], "About the author", BIO, *ARTICLE[2:]], []),
        ("five lines without a sentence", [*LONG, "About the author", *TITLES], []),
    ],
)
def test_about_the_author(why: str, lines: list[str], goes: list[str]) -> None:
    assert taken(lines, "about_the_author") == goes, why


@pytest.mark.parametrize(
    ("why", "lines", "goes"),
    [
        ("thirteen towns", [*LONG, *DIRECTORY], DIRECTORY),
        ("eleven are a list", [*LONG, *DIRECTORY[:11]], []),
        ("one town thirteen times", [*LONG, *[DIRECTORY[0]] * 13], []),
        ("lines that say more", [*LONG, *LESSONS], []),
        ("between paragraphs", [*LONG, *DIRECTORY, ARTICLE[0]], []),
        ("half of the text", [*ARTICLE, *DIRECTORY], []),
    ],
)
def test_directories(why: str, lines: list[str], goes: list[str]) -> None:
    assert taken(lines, "directories") == goes, why


def test_a_teaser_may_be_as_long_as_a_paragraph() -> None:
    long = (
        "— <a href='/9'>Is the counter of the savings bank ready</a> to be opened again in the spring, or is it later?"
    )
    short = "— <a href='/8'>A bench</a> at a stop"
    prose = "".join(f"<p>{line}</p>" for line in ARTICLE)
    items = "".join(f"<p>{item}</p>" for item in (short, long, short.replace("stop", "quay")))
    page = f"<article>{prose}<div>More great stories from The Example</div>{items}<p>{SECOND}</p></article>"
    text = Cleaner().clean(page, media="html").text
    assert "ready" not in text
    assert "quay" not in text


@pytest.mark.parametrize(
    ("item", "goes"),
    [
        ('— Why <a href="/{n}">a bench at a stop</a> may be the best of banks', True),
        ("— Why a bench at a stop may be the best of banks", False),  # no link in it
        ('Why <a href="/{n}">a bench at a stop</a> may be the best of banks', False),  # no mark before it
    ],
    ids=["marked", "no link", "no mark"],
)
def test_marked_items_with_a_link_are_a_list(item: str, goes: bool) -> None:
    items = "".join(f"<p>{item.format(n=number)} of town {number}</p>" for number in range(4))
    prose = "".join(f"<p>{line}</p>" for line in ARTICLE)
    page = f"<article>{prose}<div>More great stories from The Example</div>{items}<p>{SECOND}</p></article>"
    result = Cleaner().clean(page, media="html")
    gone = [edit for edit in result.edits if edit.origin.name == "inserts"]
    assert bool(gone) is goes


MONTHS = ["January", "February", "March", "April", "May", "June", "July"]


@pytest.mark.parametrize(
    ("lines", "goes"),
    [
        ([f"* ► {month} 20{year} ({year - 20})" for year in (30, 31) for month in MONTHS], True),
        ([f"{month} ({number})" for number, month in enumerate(MONTHS * 2)], True),
        ([f"{month} ({number})" for number, month in enumerate(MONTHS)], False),  # too few
        ([f"{month} ({number}) was wet." for number, month in enumerate(MONTHS * 2)], False),  # sentences
        ([f"{month}: {number}" for number, month in enumerate(MONTHS * 2)], False),  # a table
    ],
    ids=["archive", "labels", "few", "sentences", "table"],
)
def test_archives_of_a_blog(lines: list[str], goes: bool) -> None:
    result = clean([*LONG, *lines])
    assert any(edit.origin.name == "directories" for edit in result.edits) is goes
    assert ARTICLE[-1] in result.text


def test_a_list_inside_the_article_is_no_archive() -> None:
    result = clean([*ARTICLE, *(f"{month} ({number})" for number, month in enumerate(MONTHS * 2)), *LONG])
    assert not any(edit.origin.name == "directories" for edit in result.edits)
