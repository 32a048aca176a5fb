"""JSON-LD as pages write it: graphs, lists, references, broken scripts, and nodes about something else."""

from __future__ import annotations

import json

import pytest

from cleaner.inputs.jsonld import LinkedData, read_jsonld, strip_html

ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Late ferry",
    "author": {"@type": "Person", "name": "Ada Example"},
    "datePublished": "2025-09-04T10:00:00Z",
    "dateModified": "2025-09-05",
    "publisher": {"@type": "Organization", "name": "The Norvald Post"},
    "inLanguage": "en-GB",
    "articleBody": "One.\nTwo.",
}


def read(*scripts: object, own: str = "Late ferry") -> LinkedData:
    texts = [script if isinstance(script, str) else json.dumps(script) for script in scripts]
    return read_jsonld(texts, lambda value: value == own)


def test_an_article() -> None:
    assert read(ARTICLE) == LinkedData(
        headline="Late ferry",
        authors=("Ada Example",),
        published="2025-09-04T10:00:00Z",
        modified="2025-09-05",
        site="The Norvald Post",
        language="en-GB",
        body="One.\nTwo.",
    )


WRAPPED: dict[str, object] = {
    "list": [{"@type": "BreadcrumbList"}, ARTICLE],
    "graph": {"@context": "x", "@graph": [{"@type": "WebSite", "url": "/"}, ARTICLE]},
    "main entity": {"@type": "WebPage", "mainEntity": ARTICLE},
    "types": {**ARTICLE, "@type": ["ReportageNewsArticle", "Thing"]},
    "full type": {**ARTICLE, "@type": "http://schema.org/BlogPosting"},
    "comment around": f"<!--\n{json.dumps(ARTICLE)}\n-->",
    "cdata around": f"//<![CDATA[\n{json.dumps(ARTICLE)}\n//]]>",
    "semicolon": json.dumps(ARTICLE) + ";",
    "two documents": json.dumps({"@type": "Person"}) + "\n" + json.dumps(ARTICLE),
    "trailing comma": json.dumps(ARTICLE)[:-1] + ",}",
    "entities": json.dumps(ARTICLE).replace('"', "&quot;"),
    "raw newline": json.dumps(ARTICLE).replace("\\n", "\n"),
}


@pytest.mark.parametrize("name", WRAPPED)
def test_wrappings(name: str) -> None:
    assert read(WRAPPED[name]).headline == "Late ferry"
    assert read(WRAPPED[name]).body == "One.\nTwo."


def test_the_pages_own_article_is_chosen_among_teasers() -> None:
    teasers = [{"@type": "NewsArticle", "headline": f"Teaser {number}", "articleBody": "No."} for number in range(3)]
    assert read({"@type": "ItemList", "itemListElement": teasers}, ARTICLE).body == "One.\nTwo."
    assert read({"@type": "ItemList", "itemListElement": teasers}, own="Another").headline == "Teaser 0"


def test_references_are_followed() -> None:
    graph = [
        {"@type": "Article", "headline": "Late ferry", "author": {"@id": "#ada"}, "publisher": {"@id": "#post"}},
        {"@type": "Person", "@id": "#ada", "name": "Ada Example"},
        {"@type": "Organization", "@id": "#post", "name": "The Norvald Post"},
    ]
    told = read({"@graph": graph})
    assert (told.authors, told.site) == (("Ada Example",), "The Norvald Post")


AUTHORS: dict[str, tuple[object, tuple[str, ...]]] = {
    "string": ("Ada Example", ("Ada Example",)),
    "list": (["Ada Example", {"name": "Ben Sample"}], ("Ada Example", "Ben Sample")),
    "names in a list": ({"name": ["Ada Example", "Ben Sample"]}, ("Ada Example", "Ben Sample")),
    "two parts": ({"givenName": "Ada", "familyName": "Example"}, ("Ada Example",)),
    "organisation": ({"@type": "Organization", "name": "Norvald Press"}, ()),
    "nothing": ({"@type": "Person"}, ()),
    "null": (None, ()),
    "number": (7, ()),
}


@pytest.mark.parametrize("name", AUTHORS)
def test_authors(name: str) -> None:
    author, names = AUTHORS[name]
    assert read({**ARTICLE, "author": author}).authors == names


def test_organisations_are_told_apart() -> None:
    told = read({**ARTICLE, "author": {"@type": "NewsMediaOrganization", "name": "Norvald Press"}})
    assert (told.authors, told.organisations) == ((), ("Norvald Press",))


def test_a_live_blog_is_the_sum_of_its_updates() -> None:
    updates = [{"@type": "BlogPosting", "headline": f"At {hour}", "articleBody": f"Wind {hour}."} for hour in (10, 11)]
    told = read({"@type": "LiveBlogPosting", "headline": "Late ferry", "liveBlogUpdate": updates})
    assert told.body == "At 10\nWind 10.\nAt 11\nWind 11."


BROKEN = ("", "not json", "{", "[1, 2", "null", '"text"', "{}", '{"@type": 7}', '{"@type": "Article"}', "[" * 100_000)


@pytest.mark.parametrize("script", BROKEN, ids=lambda script: repr(script[:12]))
def test_broken_scripts_tell_nothing(script: str) -> None:
    assert read(script) == LinkedData()
    assert read(script, ARTICLE).headline == "Late ferry"


def test_cut_off_script_tells_what_stands_before() -> None:
    assert read(json.dumps(ARTICLE) + json.dumps(ARTICLE)[:40]).headline == "Late ferry"


STRIPPED = {
    "plain": "plain",
    "<p>One.</p><p>Two &amp; three.</p>": "One.\nTwo & three.",
    "a<br/>b": "a\nb",
    "<b>bo</b>ld": "bold",
    "&lt;p&gt;coded&lt;/p&gt;": "coded",
    "<script>x()</script>text": "text",
    "a < b and c > d": "a < b and c > d",
    " \u00a0 a \n\n b ": "a\nb",
}


@pytest.mark.parametrize("fragment", STRIPPED)
def test_strip_html(fragment: str) -> None:
    assert strip_html(fragment) == STRIPPED[fragment]
