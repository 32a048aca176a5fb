"""What a page says of itself: which witness wins for each field, and what is not believed."""

from __future__ import annotations

import json

import pytest

from cleaner.inputs.html import parse
from cleaner.inputs.page_metadata import PageMetadata, read_page_metadata, without_site
from cleaner.model import Metadata


def page(head: str = "", body: str = "", attributes: str = "") -> PageMetadata:
    return read_page_metadata(parse(f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>"))


def told(head: str = "", body: str = "", attributes: str = "") -> Metadata:
    return page(head, body, attributes).metadata


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def jsonld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


OG = meta("og:title", "Late ferry stops the town")
TITLE = "<title>Late ferry stops the town | The Norvald Post</title>"
SITE = meta("og:site_name", "The Norvald Post")

TITLES: dict[str, tuple[str, str, str | None]] = {
    "title alone": (TITLE, "", "Late ferry stops the town"),
    "open graph": (OG + TITLE, "", "Late ferry stops the town"),
    "a longer heading that the title agrees with": (
        TITLE,
        "<h1>Late ferry stops the whole town</h1>",
        "Late ferry stops the whole town",
    ),
    "a heading that is the site's name": (TITLE + SITE, "<h1>The Norvald Post</h1>", "Late ferry stops the town"),
    "the second heading": (TITLE, "<h1>Sections</h1><h1>Late ferry stops the town</h1>", "Late ferry stops the town"),
    "markup in the heading": (TITLE, "<h1><b>L</b>ate ferry stops <br>the town</h1>", "Late ferry stops the town"),
    "JSON-LD before open graph": (jsonld(headline="Ferry late again") + OG, "", "Ferry late again"),
    "entities coded twice": (meta("og:title", "Salt &amp;amp; pepper"), "", "Salt & pepper"),
    "a pipe inside the headline": ("<title>Black | White: a film of two colours</title>", "", None),
    "a drawing's title": ("", "<svg><title>Logo</title></svg>" + "<h1>Late ferry</h1>", "Late ferry"),
    "nothing": ("", "<p>Text.</p>", None),
}


@pytest.mark.parametrize("name", TITLES)
def test_title(name: str) -> None:
    head, body, want = TITLES[name]
    title = told(head, body).title
    assert title == want if want or name == "nothing" else title is not None and "film of two colours" in title


SUFFIXES: dict[tuple[str, str | None], str] = {
    ("Late ferry | The Norvald Post", "The Norvald Post"): "Late ferry",
    ("The Norvald Post: Late ferry", "The Norvald Post"): "The Norvald Post: Late ferry",
    ("The Norvald Post - Late ferry", "The Norvald Post"): "Late ferry",
    ("Late ferry stops town | News | The Norvald Post", "The Norvald Post"): "Late ferry stops town",
    ("Late ferry stops the town - Norvald Post", None): "Late ferry stops the town",
    ("Late - but not too late for the ferry", None): "Late - but not too late for the ferry",
    ("A well-known ferry", "ferry"): "A well-known ferry",
}


@pytest.mark.parametrize("title", SUFFIXES)
def test_without_site(title: tuple[str, str | None]) -> None:
    assert without_site(*title) == SUFFIXES[title]


AUTHORS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "JSON-LD": (jsonld(author={"name": "Ada Example"}) + meta("author", "Someone Else"), "", ("Ada Example",)),
    "meta": (meta("author", "Ada Example"), "", ("Ada Example",)),
    "several meta tags": (
        meta("citation_author", "A. Example") + meta("citation_author", "B. Sample"),
        "",
        ("A. Example", "B. Sample"),
    ),
    "a profile's URL is no name": (meta("article:author", "https://social.example/ada"), "", ()),
    "link": ("", '<a rel="author" href="/people/ada">Ada Example</a>', ("Ada Example",)),
    "name inside a byline": (
        "",
        '<div class="byline">By <span class="author-name">Ada Example</span> <time>May 1</time></div>',
        ("Ada Example",),
    ),
    "two names in a byline": (
        "",
        '<p class="byline">By <a href=/a>Ada Example</a> and <a href=/b>Ben Sample</a></p>',
        ("Ada Example", "Ben Sample"),
    ),
    "an authority": ("", '<div id="Authority_control">Ada Example</div>', ()),
    "a teaser's author": ("", '<aside><span class="author-name">Ada Example</span></aside>', ()),
    "a comment's author": ("", '<div class="comments"><b class="comment-author">Ada Example</b></div>', ()),
    "the site, and a person below": (
        SITE + meta("author", "The Norvald Post"),
        '<span class="byline">By Ada Example</span>',
        ("Ada Example",),
    ),
    "the site and nobody else": (SITE + meta("author", "The Norvald Post"), "", ("The Norvald Post",)),
    "written by": (
        '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ada Example">',
        "",
        ("Ada Example",),
    ),
}


@pytest.mark.parametrize("name", AUTHORS)
def test_authors(name: str) -> None:
    head, body, want = AUTHORS[name]
    assert told(head, body).authors == want


DATES: dict[str, tuple[str, str, str | None, str | None]] = {
    "JSON-LD": (
        jsonld(datePublished="2025-09-04T10:00:00+02:00", dateModified="2025-09-05") + meta("date", "2020-01-01"),
        "",
        "2025-09-04T10:00:00+02:00",
        "2025-09-05",
    ),
    "open graph": (
        meta("article:published_time", "2025-09-04T10:00") + meta("article:modified_time", "2025-09-05T11:00Z"),
        "",
        "2025-09-04T10:00:00",
        "2025-09-05T11:00:00+00:00",
    ),
    "a publisher's own name for it": (meta("x-publish-date", "September 4, 2025"), "", "2025-09-04", None),
    "time element": ("", '<article><time datetime="2025-09-04">today</time></article>', "2025-09-04", None),
    "a teaser's time element": ("", '<aside><time datetime="2025-09-04">today</time></aside>', None, None),
    "a related list's": ("", '<div class="related-posts"><time datetime="2025-09-04">x</time></div>', None, None),
    "URL": ('<link rel="canonical" href="https://example.com/2025/09/04/ferry">', "", "2025-09-04", None),
    "no date": (meta("date", "soon"), "", None, None),
}


@pytest.mark.parametrize("name", DATES)
def test_dates(name: str) -> None:
    head, body, published, modified = DATES[name]
    metadata = told(head, body)
    assert (metadata.published, metadata.modified) == (published, modified)


URLS: dict[str, tuple[str, str | None, str | None]] = {
    "canonical": ('<link rel=canonical href="https://example.com/a">', None, "https://example.com/a"),
    "relative": ('<link rel=canonical href="/a">', "https://example.com/b?x=1", "https://example.com/a"),
    "a copy's own": (
        '<link rel=canonical href="https://origin.example/a">' + meta("og:url", "https://copy.example/a"),
        None,
        "https://copy.example/a",
    ),
    "no host": ('<link rel=canonical href="http://some-slug">', "https://example.com/b", "https://example.com/b"),
    "broken": ('<link rel=canonical href="http://[x">', None, None),
    "given": ("", "https://example.com/b", "https://example.com/b"),
    "script": ('<link rel=canonical href="javascript:void(0)">', None, None),
}


@pytest.mark.parametrize("name", URLS)
def test_url(name: str) -> None:
    head, url, want = URLS[name]
    tree = parse(f"<html><head>{head}</head><body></body></html>")
    assert read_page_metadata(tree, url).metadata.url == want


LANGUAGES: dict[str, tuple[str, str, str | None]] = {
    "html": ("lang=de-AT", "", "de"),
    "JSON-LD": ("", jsonld(inLanguage="fr_FR"), "fr"),
    "locale": ("", meta("og:locale", "en_GB"), "en"),
    "by name": ("", '<meta http-equiv="content-language" content="English">', "en"),
    "nonsense": ("lang=xx-y-z-long", meta("og:locale", "klingon"), "xx"),
    "none": ("", "", None),
}


@pytest.mark.parametrize("name", LANGUAGES)
def test_language(name: str) -> None:
    attributes, head, want = LANGUAGES[name]
    assert told(head, attributes=attributes).language == want


def test_body_and_description() -> None:
    read = page(jsonld(headline="H", articleBody="<p>One.</p><p>Two.</p>") + meta("og:description", "What it is."))
    assert read.body == "One.\nTwo."
    assert read.metadata.description == "What it is."


def test_an_empty_page_tells_nothing() -> None:
    assert page() == PageMetadata(Metadata())
