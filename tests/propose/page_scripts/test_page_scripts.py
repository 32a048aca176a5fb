"""Scripts, styles and data that a tool left in the text of a page, and the listings that a text shows."""

from __future__ import annotations

import pytest

from cleaner import Cleaner, Config, inputs
from cleaner.kinds import Kind
from cleaner.propose.page_scripts import page_scripts, text_without_scripts, without_scripts

FIRST = "The anchor of the Saint Brannoc came up on Tuesday in a net of whiting off the Garrow bank."
SECOND = "Its owner, who was nine when it went, recognised the ring at once by its colour."
LAST = "The harbour board will hear them both in April, in the net loft above the chandler."
INTRODUCTION = "The board asks the harbour once a minute, and shows the banner when a ferry is late:"

SLOT = ["(function() {", "var slot = document.createElement('div');", "slot.id = 'mid-1';", "})();"]
STYLE = ["@media (max-width: 640px) {", ".masthead { display: none; }", "}"]
TRACKER = ["window.dataLayer = window.dataLayer || [];", "function gtag(){dataLayer.push(arguments);}", "gtag(1);"]
NAMELESS = ["function late(sailing) {", "  return sailing.late;", "}"]
JSON_LD = [
    '{"@context":"https://schema.org","@type":"NewsArticle","headline":"Ferry finds its anchor after forty years",'
    '"author":{"@type":"Person","name":"Orla Tennick"},"description":"The anchor came up, and with it a quarrel."}'
]
COMMENT = ["/* the share bar needs this", "until the new theme is out, says the note,", "that nobody read since */"]
PROPERTIES = [".share-bar {", "position: sticky;", "z-index: 40 !important;", "}"]
ON_CODE = [
    "A style sheet in CSS says where the banner stands, and that it is hidden.",
    "The JavaScript of the board is short, and asks the harbour once a minute.",
    "Any developer can read the code, and the one who wrote it did so last week.",
]


def gone(lines: list[str]) -> list[str]:
    """The lines of a text that are taken for scripts of the page."""
    document = inputs.read("\n".join(lines) + "\n", media="text")
    return [line for edit in page_scripts(document) for line in edit.span.of(document.text).split("\n")]


@pytest.mark.parametrize(
    "script",
    [SLOT, STYLE, TRACKER, JSON_LD, [*COMMENT, *PROPERTIES], [*PROPERTIES, "Copy link", *STYLE]],
    ids=["slot", "style", "tracker", "JSON-LD", "comment", "label inside"],
)
@pytest.mark.parametrize("place", ["head", "middle", "tail"])
def test_what_a_page_says_to_browsers_goes(script: list[str], place: str) -> None:
    paragraphs = [FIRST, SECOND, LAST]
    at = {"head": 0, "middle": 2, "tail": 3}[place]
    if place == "middle" and script[0] == COMMENT[0]:
        script = [*PROPERTIES, *script]
    assert gone([*paragraphs[:at], *script, *paragraphs[at:]]) == script


def test_program_text_that_says_nothing_of_the_page_goes_with_other_scripts() -> None:
    assert gone([*TRACKER, "Home", "Harbour and tides today", *NAMELESS, FIRST, SECOND, LAST]) == [*TRACKER, *NAMELESS]
    assert gone([*TRACKER, FIRST, SECOND, *NAMELESS, LAST]) == TRACKER


def test_in_a_text_with_its_scripts_they_go_from_between_paragraphs_too() -> None:
    many = [line for number in range(10) for line in (*TRACKER, *SLOT, f"Label {number}")]
    for script in (NAMELESS, ["showSlot('mid-1', 300);"], ["harbour.slots.P3.init();"]):
        assert gone([*many, FIRST, SECOND, *script, LAST])[-len(script) :] == script
        assert gone([*TRACKER, FIRST, SECOND, *script, LAST]) == TRACKER
        assert gone([*many, FIRST, INTRODUCTION, *script, LAST])[-1] != script[-1]
    assert gone([*many, FIRST, "Tickets (12 crowns);", SECOND, LAST])[-1] == many[-2]


def test_comments_and_lists_hold_what_they_like() -> None:
    comment = f"// {INTRODUCTION} and it does so until the tide has turned, which nobody has told it."
    listed = [f'"Is ferry {number} late again?",' for number in range(8)]
    script = [SLOT[0], comment, comment, *SLOT[1:3], "ask([", *listed, "]);", SLOT[3]]
    assert gone([FIRST, *script, SECOND, LAST]) == script
    assert gone([FIRST, comment, SECOND, LAST]) == []


@pytest.mark.parametrize(
    "lines",
    [
        [FIRST, SECOND, *NAMELESS, LAST],  # says nothing of the page, and nothing else does
        [*NAMELESS, FIRST, SECOND, LAST],
        [*ON_CODE, *STYLE, LAST],  # a text about programming
        [*ON_CODE, *SLOT],
        [FIRST, INTRODUCTION, *SLOT, LAST],
        [FIRST, INTRODUCTION, "JavaScript", "Copy", *SLOT, LAST],
        [FIRST, "港の板は一分ごとに尋ねます：", *SLOT, LAST],
        [FIRST, "See https://tides.example/wp-content/uploads/table.pdf for the table;", SECOND, LAST],
        [FIRST, "![The anchor](https://tides.example/wp-content/anchor.jpg){ width=640px }", SECOND, LAST],
        [FIRST, "S = Specific; say which sailing", "T = Timely; in August", "E = Evidence; a wet shoe", LAST],
        [FIRST, "The letters are 12px high, the sign says display: none of it was legible.", LAST],
        [FIRST, *COMMENT, LAST],
    ],
    ids=[
        "nameless inside",
        "nameless before",
        "on code",
        "on code at the end",
        "introduced",
        "introduced, labels between",
        "introduced without spaces",
        "address",
        "image",
        "terms",
        "style in prose",
        "comment marks",
    ],
)
def test_what_a_text_shows_stays(lines: list[str]) -> None:
    assert gone(lines) == []


def test_a_tracker_goes_even_after_a_colon() -> None:
    assert gone([FIRST, INTRODUCTION, *TRACKER, SECOND, LAST]) == TRACKER


def test_two_listings_that_paragraphs_introduce_make_a_text_about_code() -> None:
    listings = [INTRODUCTION, *SLOT, "And this is the style that it takes to hide it again:", *PROPERTIES]
    assert gone([FIRST, *listings, SECOND, *STYLE, LAST]) == []
    assert gone([FIRST, *listings[: len(SLOT) + 1], SECOND, *STYLE, LAST]) == STYLE


def test_markup_tells_listings() -> None:
    fenced = f"{FIRST}\n\n```js\n" + "\n".join(TRACKER) + f"\n```\n\n{SECOND}\n\n{LAST}\n"
    assert page_scripts(inputs.read(fenced, media="markdown")) == ()
    html = f"<p>{FIRST}</p><pre><code>" + "\n".join(TRACKER) + f"</code></pre><p>{SECOND}</p>"
    assert page_scripts(inputs.read(html, media="html")) == ()


def test_readers_of_language_and_letters_see_spaces_in_their_place() -> None:
    document = inputs.read("\n".join([FIRST, *SLOT, LAST]), media="text")
    scripts = page_scripts(document)
    blank = without_scripts(document, scripts)
    assert len(blank.text) == len(document.text)
    assert blank.text.split() == f"{FIRST} {LAST}".split()
    assert without_scripts(document, ()) is document
    assert text_without_scripts(document, scripts).split() == blank.text.split()


def test_scripts_do_not_hide_the_language() -> None:
    result = Cleaner().clean("\n".join([*SLOT * 40, FIRST, SECOND, LAST, *STYLE * 400]), media="text")
    assert result.meta.language == "en"


def test_the_article_is_as_if_no_script_had_stood_there() -> None:
    cleaner = Cleaner()
    plain = cleaner.clean("\n".join(["Home", "News", "Tides", FIRST, SECOND, LAST, "Privacy"]), media="text")
    mixed = ["Home", "News", *TRACKER, "Tides", FIRST, *SLOT, SECOND, LAST, *JSON_LD, "Privacy"]
    result = cleaner.clean("\n".join(mixed), media="text")
    assert result.text.split() == plain.text.split()
    assert FIRST in result.text
    assert cleaner.clean(result.text, media="text").text == result.text


def test_a_policy_keeps_or_marks_them() -> None:
    text = "\n".join([FIRST, *SLOT, SECOND, LAST])
    kept = Cleaner(config=Config().with_policy({"script": "keep"})).clean(text, media="text")
    assert "createElement" in kept.text
    result = Cleaner().clean(text, media="text")
    assert [edit.kind for edit in result.edits if edit.kind is Kind.SCRIPT] == [Kind.SCRIPT]
