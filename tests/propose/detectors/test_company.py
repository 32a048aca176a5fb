"""What goes because of what stands around it, and what looks alike and stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import inputs
from cleaner.config import Config
from cleaner.kinds import Kind
from cleaner.model import Edit, Settled
from cleaner.pipeline import Cleaner
from cleaner.propose import Context
from cleaner.propose.detectors import Detectors
from cleaner.propose.detectors.boxes import Boxes
from cleaner.propose.units import Units
from cleaner.propose.views import views_of
from cleaner.rules import load_rules
from cleaner.spans import SpanSet

CLEANER = Cleaner()
FIXTURES = Path(__file__).parents[3] / "fixtures"
FIRST = (
    "The ferry to Merrow was stopped on Tuesday night by ice, for the first time since the winter of 1963, and the "
    "harbour master has asked for patience."
)
LAST = (
    "Nobody was on board but a cook, who told the crew of the tug that he had been about to serve, and that there was "
    "enough for everybody."
)

GOES = {
    "a teaser under a heading between paragraphs": f"{FIRST}\nRead also\nHow pilots learned to skate\n{LAST}",
    "a button between lines that went": f"{FIRST}\n{LAST}\nSubscribe to our newsletter\nYes please\nNo spam, ever.",
    "sections of a menu": f"Home\nWeather\nSport\nSubscribe\nIce stops the ferry\n{FIRST}\n{LAST}",
    "two calls on one line": f"{FIRST}\nDownload our free app. Available on iOS and Android.\n{LAST}",
    "a credit in brackets inside a sentence": f"{FIRST}\n{LAST.replace('cook,', 'cook (Photo: Ada Example),')}",
    "a sentence-case link at the end of a paragraph": f"{FIRST} Also read: Harbour master wins the cup again\n{LAST}",
    "a row of Markdown links": f"# Ice\n\n{FIRST}\n\n{LAST}\n\n[Subscribe to our newsletter](https://harbour.example/n)",
    "marks of lost items": f"{FIRST}\n*\n*\n*\n{LAST}",
    "a picture in Markdown": f"# Ice\n\n{FIRST}\n\n![The ferry in the ice](ferry.jpg)\n\n{LAST}\n\n[x](y) [z](w)",
}
TAKEN = (
    "How the pilots",
    "Yes please",
    "Sport",
    "Download our",
    "(Photo:",
    "Also read:",
    "newsletter",
    "*",
    "ferry.jpg",
)

STAYS = {
    "a break between sections": f"{FIRST}\n*\n{LAST}",
    "a subhead after a paragraph": f"{FIRST}\nHow the pilots of Merrow learned to skate\n{LAST}",
    "a short subhead under a heading": f"{FIRST}\nMore on this\nThe cook\n{LAST}",
    "two short lines under a label that goes": f"Home\nIce\nSnow\n{FIRST}\n{LAST}",
    "a last line of verse": f"{FIRST}\n{LAST}\nand the ice went out",
    "a call and a sentence about it": f"{FIRST}\nSubscribe now. It said so on the hull, a yard high.\n{LAST}",
    "brackets in prose": f"{FIRST}\n{LAST.replace('cook,', 'cook (photo by photo the story grew),')}",
    "a label in prose that ends": f"{FIRST} Also read: the harbour rules, which nobody had opened since.\n{LAST}",
    "a Markdown link inside a sentence": f"# Ice\n\n{FIRST} See the [letter](https://a.example/n) of 1963.\n\n{LAST}",
}


LISTING = """# Copyright © 2031 Example Media. All rights reserved.
def share(page):
    print('Read more')
    return menu
Share on Facebook
Photo: J. Doe
Published: 12 March 2031
Read more
Subscribe to our newsletter
IMG_3886.jpg
-
-"""


@pytest.mark.parametrize(
    "document",
    [
        f"# Ice\n\n{FIRST}\n\nIt printed:\n\n```\n{LISTING}\n```\n\n{LAST}\n",
        f"<html><body><p>{FIRST}</p><p>It printed:</p><pre>{LISTING}</pre><p>{LAST}</p></body></html>",
    ],
    ids=["Markdown", "HTML"],
)
def test_a_listing_may_print_any_phrase(document: str) -> None:
    """Outside a listing most of these lines go."""
    assert LISTING in CLEANER.clean(document, language="en").text
    bare = CLEANER.clean(f"{FIRST}\n{LISTING}\n{LAST}", language="en").text
    assert not {"Share on Facebook", "Subscribe to our newsletter", "IMG_3886.jpg", "-"} & {*bare.splitlines()}


@pytest.mark.parametrize(("document", "taken"), list(zip(GOES.values(), TAKEN, strict=True)), ids=list(GOES))
def test_goes(document: str, taken: str) -> None:
    text = CLEANER.clean(document, language="en").text
    assert taken not in text
    assert FIRST[:40] in text
    assert LAST[-40:] in text


@pytest.mark.parametrize("document", list(STAYS.values()), ids=list(STAYS))
def test_stays(document: str) -> None:
    result = CLEANER.clean(document, language="en")
    assert [
        edit
        for edit in result.edits
        if edit.origin.name in ("inserts", "between", "captions", "markdown-links", "bare-marks")
    ] == []
    for line in document.splitlines():
        if line and not line.startswith("#") and line not in ("More on this", "Home"):
            assert line in result.text


PAGE = """<!doctype html><html lang="en"><head><title>Ice</title></head><body><main>
<h1>Ice stops the ferry to Merrow</h1><p>{first}</p><p>{last}</p>
<section class="{name}"><h2>{heading}</h2><p>bert</p>
<p>Best thing that I have read all week, and I read the bus timetable.</p>
<p>ada</p><p>My nan lives there and says that the ice is a rumour.</p></section></main></body></html>"""


def test_a_box_that_is_named_for_its_heading_goes() -> None:
    page = (FIXTURES / "debris" / "html-comments-box" / "input.html").read_bytes()
    result = CLEANER.clean(page, media="html")
    assert "bought a dog" not in result.text
    assert "until dark" in result.text
    assert "boxes" in {edit.origin.name for edit in result.edits}


def test_a_name_alone_says_nothing() -> None:
    page = PAGE.format(first=FIRST, last=LAST, name="comments", heading="What the readers of 1963 wrote")
    names = {edit.origin.name for edit in CLEANER.clean(page, media="html").edits}
    assert "boxes" not in names


COMMENTS = """<section class="{name}"><h2>{heading}</h2><ol>
<li><p>Bo of Wexley</p><p>Best thing I have read all week, and I read the timetable.</p></li>
<li><p>sootyfan</p><p>My nan says that the cook is a cat</p></li></ol></section>"""


@pytest.mark.parametrize(
    ("name", "heading", "goes"),
    [
        ("comments", "Join the conversation", True),
        ("comments", "What the crew say of the ice", False),  # no phrase heads the box
        ("story", "Join the conversation", False),  # no name is that of comments
    ],
)
def test_a_box_of_comments_goes_though_its_heading_went(name: str, heading: str, goes: bool) -> None:
    """The content model keeps the comments of so short a page, and leaves their heading out."""
    box = COMMENTS.format(name=name, heading=heading)
    html = f"<html><body><article><p>{FIRST}</p><p>{LAST}</p><p>{FIRST} {LAST}</p>{box}</article></body></html>"
    document = inputs.read(html, media="html")
    views = views_of(document.text, ())
    packs = load_rules().packs("en")
    context = Context(document, Config(), views, Units(document, views), "en", packs=packs)
    kept = SpanSet([block.span for block in document.blocks if block.tag == "p"])
    found = [edit for edit in Detectors((Boxes(),)).propose(context, Settled(article=kept)) if isinstance(edit, Edit)]
    assert [edit.kind for edit in found] == [Kind.COMMENTS] * 5 * goes  # the heading and four lines
