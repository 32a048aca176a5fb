"""Which source a document comes from, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cleaner import inputs
from cleaner.errors import UsageError
from cleaner.model import Document, Media, Metadata
from cleaner.rules import RuleBook, load_rules
from cleaner.rules.schema import Role
from cleaner.sources import document_date, identify, rules_for

FOLDER = Path(__file__).parent / "rules" / "folder"


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rules([FOLDER])


def read(text: str, media: Media = "text", url: str | None = None) -> Document:
    return inputs.read(text, media=media, url=url)


CITED = """---
severity: normal
diversity_score: 0.0
collected: https://collector.invalid/7
citations:
- name: The Example Times
  url: https://www.exampletimes.com/2025/vote
  published_at: '2025-03-04T12:00:00'
---

The council met.
"""


def test_the_url_decides(book: RuleBook) -> None:
    match = identify(read("The council met."), book, url="https://news.exampletimes.com/a")
    assert match is not None
    assert (match.id, match.name, match.why) == (
        "example-times",
        "The Example Times",
        ("url: news.exampletimes.com",),
    )


def test_front_matter_tells_by_its_citations_first(book: RuleBook) -> None:
    match = identify(read(CITED, "markdown"), book)
    assert match is not None
    assert match.id == "example-times"
    assert match.why == (
        "front matter: citations[0].url: www.exampletimes.com",
        "front matter: citations[0].name: The Example Times",
    )
    assert match.captured == dt.date(2025, 3, 4)


@pytest.mark.parametrize(
    ("front", "id"),
    [
        ("link: https://www.devdiscourse.com/a", "devdiscourse"),
        ("origin: {page: 'https://www.devdiscourse.com/a'}", "devdiscourse"),
        ("source: Devdiscourse", "devdiscourse"),
        ("citations: {name: Devdiscourse}", "devdiscourse"),
        ("title: The Devdiscourse of https://www.devdiscourse.com explained", None),  # a mention, not a value
        ("tags: [Devdiscourse]", None),
        ("citations: [3, null, {url: 7}]", None),
    ],
)
def test_front_matter(book: RuleBook, front: str, id: str | None) -> None:
    match = identify(read(f"---\n{front}\n---\n\nThe council met.\n", "markdown"), book)
    assert (match.id if match else None) == id


def test_the_given_url_beats_front_matter_which_beats_the_page(book: RuleBook) -> None:
    document = replace(read(CITED, "markdown"), meta=Metadata(url="https://www.channelnewsasia.com/a", site="CNA"))
    given = identify(document, book, url="https://www.devdiscourse.com/a")
    stated = identify(document, book)
    page = identify(replace(document, front={}), book)
    name = identify(replace(document, front={}, meta=Metadata(site="CNA")), book)
    assert [match.id if match else None for match in (given, stated, page, name)] == [
        "devdiscourse", "example-times", "channelnewsasia", "channelnewsasia",
    ]  # fmt: skip
    assert page is not None
    assert page.why == ("canonical URL: www.channelnewsasia.com", "site name: CNA")


def test_an_unknown_host_does_not_hide_what_comes_after(book: RuleBook) -> None:
    document = replace(read("The council met."), meta=Metadata(site="CNA"))
    match = identify(document, book, url="https://collector.invalid/7")
    assert match is not None
    assert match.why == ("site name: CNA",)


def test_the_source_that_the_caller_names(book: RuleBook) -> None:
    match = identify(read(CITED, "markdown"), book, source="example-times")
    assert match is not None
    assert match.why[0] == "given"
    assert "front matter: citations[0].url: www.exampletimes.com" in match.why
    with pytest.raises(UsageError) as caught:
        identify(read("x"), book, source="devdiscorse")
    assert caught.value.hint == "did you mean 'devdiscourse'?"


def test_a_signature_line(book: RuleBook) -> None:
    lines = ["The council met.", "Sign in or create a free ReOpen Media account to post comments"]
    match = identify(read("\n".join(lines)), book, lines=lines)
    assert match is not None
    assert match.id == "reopenmedia"
    assert "signature" in match.why[0]


def test_an_unnamed_text_is_nobodys(book: RuleBook) -> None:
    lines = ["TRENDING", "1", "(With inputs from agencies.)", "Sign Up", "Source: Reuters/ab", "Read more: The vote"]
    assert identify(read("\n".join(lines)), book, lines=lines) is None


def test_a_signature_takes_no_other_sources_texts() -> None:
    """Every built-in source's examples, without URL or front matter: only its own signature may fire on them."""
    book = load_rules()
    seen = 0
    for file in book:
        if file.role is not Role.SOURCE:
            continue
        for example in file.examples:
            lines: Sequence[str] = example.before.splitlines()
            found = book.by_signature(lines)
            assert found is None or found.id == file.id, f"{example.place}: {found}"
            seen += found is not None
    assert seen >= 3


@pytest.mark.parametrize(
    ("meta", "front", "day"),
    [
        (Metadata(published="2024-02-03T10:00:00+05:30"), "", dt.date(2024, 2, 3)),
        (Metadata(modified="2024-02-04"), "", dt.date(2024, 2, 4)),
        (Metadata(), "date: 2024-02-05", dt.date(2024, 2, 5)),
        (Metadata(), "created_at: '2024-02-07T00:00:00'\npublished: 2024-02-06T09:00:00Z", dt.date(2024, 2, 6)),
        (Metadata(published="last week"), "date: soon", None),
    ],
)
def test_the_day_of_a_document(meta: Metadata, front: str, day: dt.date | None) -> None:
    document = replace(read(f"---\nid: x\n{front}\n---\n\nThe council met.\n", "markdown"), meta=meta)
    assert document_date(document) == day


def test_dated_rules_follow_the_day(book: RuleBook) -> None:
    document = replace(read("The council met."), meta=Metadata(published="2023-05-06"))
    match = identify(document, book, url="https://exampletimes.com/a")
    rules = rules_for(document, book, match)
    assert rules is not None
    assert rules.drops[0].id == "more-from-us"
    assert match is not None
    assert match.name == "The Example Times (until February 2024)"


def test_a_wrapper_applies_beside_the_source_and_without_one(book: RuleBook) -> None:
    document = read(CITED, "markdown")
    rules = rules_for(document, book, identify(document, book))
    assert rules is not None
    assert rules.id == "example-times"
    assert rules.entries[-1].file_id == "wrappers/cited-article"
    alone = rules_for(document, book, None)
    assert alone is not None
    assert alone.id == "wrappers/cited-article"
    assert rules_for(read("The council met."), book, None) is None
