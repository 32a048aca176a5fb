"""Merging metadata: who outranks whom, and what front matter of a collector's record is not."""

from __future__ import annotations

import pytest

from cleaner.inputs import read
from cleaner.metadata import merge_metadata
from cleaner.model import Actor, Capture, Metadata, Origin
from cleaner.spans import Span


def capture(field: str, value: str, actor: Actor = "detector") -> Capture:
    return Capture(field, value, Span(0, 1), Origin(actor, "test"))


def of_text(text: str, *captures: Capture) -> Metadata:
    return merge_metadata(read(text, name="a.md"), captures)


RECORD = """---
id: 0a1b
title: 'Late ferry: a town
  waits'
updated_at: '2025-09-12T18:22:22.961391'
created_at: '2025-09-12T18:22:22.961384'
citations:
- name: The Norvald Post
  url: https://norvald.example/2025/09/late-ferry/
  published_at: '2025-09-12T12:00:56'
---

The ferry was late.
"""


def test_a_record_that_cites_an_article() -> None:
    assert of_text(RECORD) == Metadata(
        title="Late ferry: a town waits",
        published="2025-09-12T12:00:56",
        url="https://norvald.example/2025/09/late-ferry/",
        site="The Norvald Post",
    )


FRONT: dict[str, tuple[str, Metadata]] = {
    "usual keys": (
        "title: Late ferry\nauthor: By Ada Example\ndate: 2025-09-04\nlang: en-GB\n"
        "description: Waiting.\nsite: Norvald",
        Metadata(
            title="Late ferry",
            authors=("Ada Example",),
            published="2025-09-04",
            language="en",
            description="Waiting.",
            site="Norvald",
        ),
    ),
    "authors as a list": (
        "authors:\n- Ada Example\n- name: Ben Sample",
        Metadata(authors=("Ada Example", "Ben Sample")),
    ),
    "a source that is a URL": ("source: https://norvald.example/a", Metadata(url="https://norvald.example/a")),
    "a source that is a name": ("source: The Norvald Post", Metadata(site="The Norvald Post")),
    "a citation that is a URL": ("citations:\n- https://norvald.example/a", Metadata(url="https://norvald.example/a")),
    "the record's own date": ("created_at: '2025-09-12T18:22:22'\nupdated_at: '2025-09-13'", Metadata()),
    "no dates": ("date: soon\ncitations: none", Metadata()),
    "lists where words should be": ("title: [a, b]\nurl: {a: b}", Metadata()),
}


@pytest.mark.parametrize("name", FRONT)
def test_front_matter(name: str) -> None:
    front, want = FRONT[name]
    assert of_text(f"---\n{front}\n---\nThe ferry was late.\n") == want


def test_toml_dates() -> None:
    assert (
        of_text("+++\ntitle = 'Late'\ndate = 2025-09-04T10:00:00Z\n+++\nText.\n").published
        == "2025-09-04T10:00:00+00:00"
    )


def test_rules_outrank_front_matter_and_detectors_do_not() -> None:
    title = "---\ntitle: Late ferry\n---\nText.\n"
    assert of_text(title, capture("title", "By a detector")).title == "Late ferry"
    assert of_text(title, capture("title", "By a detector"), capture("title", "By a rule", "rule")).title == "By a rule"
    assert of_text("Text.\n", capture("title", "By a detector")).title == "By a detector"


def test_the_first_capture_of_a_field_stands() -> None:
    assert of_text("Text.\n", capture("title", "One"), capture("title", "Two")).title == "One"


@pytest.mark.parametrize("field", ["author", "authors"])
def test_captured_names(field: str) -> None:
    told = of_text("Text.\n", capture(field, "By Ada  Example"), capture(field, "Ben Sample"))
    assert told.authors == ("Ada Example", "Ben Sample")
    assert of_text("Text.\n", capture(field, "4th form, room 2")).authors == ("4th form, room 2",)  # as it was captured


def test_captured_dates_are_made_iso() -> None:
    told = of_text("Text.\n", capture("published", "soon"), capture("published", "September 4, 2025"))
    assert told.published == "2025-09-04"


PAGE = """<html lang="en"><head><title>Late ferry</title></head><body>{before}<h1>Late ferry</h1>{after}
<p>The ferry was late on May 1, 2001, and nobody on the pier was surprised by it: it had been late every Monday of
that year.</p>
<p>By noon it came.</p><p>July 7, 1999</p></body></html>"""

BESIDE: dict[str, tuple[str, str, Metadata]] = {
    "below": (
        "",
        "<p>By Ada Example</p><p>September 4, 2025</p>",
        Metadata(authors=("Ada Example",), published="2025-09-04"),
    ),
    "above": ("<p>04.09.2025</p>", "", Metadata(published="2025-09-04")),
    "changed": ("", "<p>Updated September 4, 2025</p>", Metadata(modified="2025-09-04", published="1999-07-07")),
    "hidden": ("", "<p hidden>September 4, 2025</p>", Metadata(published="1999-07-07")),
}


@pytest.mark.parametrize("name", BESIDE)
def test_lines_beside_the_headline(name: str) -> None:
    before, after, want = BESIDE[name]
    told = merge_metadata(read(PAGE.format(before=before, after=after), media="html"), ())
    assert (told.authors, told.published, told.modified) == (want.authors, want.published, want.modified)


def test_the_pages_own_word_outranks_its_lines() -> None:
    page = PAGE.format(before="", after="<p>By Ben Sample</p><p>September 4, 2025</p>")
    page = page.replace(
        "<title>", '<meta name=author content="Ada Example"><meta name=date content="2025-01-01"><title>'
    )
    told = merge_metadata(read(page, media="html"), [capture("author", "Cy Third")])
    assert (told.authors, told.published) == (("Ada Example",), "2025-01-01")


def test_language_and_url_of_the_caller_come_last() -> None:
    document = read("Text.\n", url="https://norvald.example/a")
    assert merge_metadata(document, (), "en") == Metadata(url="https://norvald.example/a", language="en")
    assert merge_metadata(read("---\nlang: de\n---\nText.\n", name="a.md"), (), "en").language == "de"
