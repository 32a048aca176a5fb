"""The engine stage on pages: what is kept, what goes and as what, and that no page with prose ends empty."""

from __future__ import annotations

import pytest

from cleaner.config import Config
from cleaner.inputs import read
from cleaner.kinds import Kind
from cleaner.model import Document, Edit, Settled
from cleaner.propose import Context, engines
from cleaner.propose.engines import EngineStage, engine_name, kept_spans, trafilatura_text
from cleaner.propose.units import Units
from cleaner.propose.views import views_of
from cleaner.rules import SourceRules
from cleaner.spans import Span, SpanSet

PROSE = (
    "The ferry to Norvald was late again on Monday, and nobody on the pier was surprised by the news.",
    "Harbour master Ilse Brandt said that the second engine had failed twice since spring, as engines do.",
    "A spare part was ordered in April, but the yard that makes it has closed for good, she added on the quay.",
)
PAGE = f"""<!doctype html><html lang=en><head><title>Late ferry | The Norvald Post</title>
<meta property="og:title" content="Late ferry"></head><body class="single comments-open">
<nav class="menu"><ul><li><a href=/>Home</a><li><a href=/s>Sport</a></ul></nav>
<article class="post has-comments"><h1>Late ferry</h1>
<div class="share-bar"><a href=#>Tweet this</a> <a href=#>Mail this</a></div>
{"".join(f"<p>{text}</p>" for text in PROSE)}
<figure><img src=x alt="The ferry at dusk"><figcaption>The ferry, years ago</figcaption></figure></article>
<div id="relatedArticles"><h3>More</h3><a href=/1>Bridge to be painted in the autumn</a></div>
<section class="comments"><p>I was on that boat and it was awful, says a reader who was there.</p></section>
<footer><p>© The Norvald Post</p></footer></body></html>"""


def page(html: str) -> Document:
    return read(html, media="html")


def context_of(document: Document, config: Config, rules: SourceRules | None = None) -> Context:
    views = views_of(document.text)
    return Context(document, config, views, Units(document, views), rules=rules)


TRAFILATURA = Config(engine="trafilatura")


def edits_of(document: Document, config: Config = TRAFILATURA, rules: SourceRules | None = None) -> list[Edit]:
    context = context_of(document, config, rules)
    settled = Settled(article=kept_spans(document, context.config, rules))
    return [edit for edit in EngineStage().propose(context, settled) if isinstance(edit, Edit)]


def kept_text(spans: SpanSet, document: Document) -> list[str]:
    return [line for span in spans for line in span.of(document.text).splitlines() if line.strip()]


def test_the_article_is_kept_and_the_rest_named() -> None:
    document = page(PAGE)
    edits = edits_of(document)
    gone = {line: edit.kind for edit in edits for line in edit.span.of(document.text).splitlines() if line.strip()}
    assert not set(PROSE) & set(gone)
    assert gone["Home"] is Kind.NAVIGATION
    assert gone["Bridge to be painted in the autumn"] is Kind.RELATED
    assert gone["I was on that boat and it was awful, says a reader who was there."] is Kind.COMMENTS
    assert gone["© The Norvald Post"] is Kind.FOOTER
    assert all(edit.is_removal and edit.origin.actor == "engine" and edit.evidence for edit in edits)


def test_names_of_what_holds_the_article_say_nothing() -> None:
    """`has-comments` on the article and `comments-open` on the body do not name what stands in them."""
    document = page(PAGE.replace("share-bar", "x1"))
    kinds = {edit.kind for edit in edits_of(document) if "Tweet this" in edit.span.of(document.text)}
    assert kinds == {Kind.RELATED}  # by their shape: a line of links below the headline


def test_what_is_removed_already_is_not_proposed_again() -> None:
    document = page(PAGE)
    start = document.text.index("Home")
    removed = SpanSet([Span(start, start + len("Home"))])
    settled = Settled(article=kept_spans(document, TRAFILATURA), removed=removed)
    edits = list(EngineStage().propose(context_of(document, TRAFILATURA), settled))
    assert edits
    assert not any(isinstance(edit, Edit) and removed.intersects(edit.span) for edit in edits)


def test_text_that_is_no_page_is_left_alone() -> None:
    document = read("Home\n\n" + "\n\n".join(PROSE), media="text")
    assert edits_of(document) == []
    assert kept_spans(document, TRAFILATURA) == SpanSet([Span(0, len(document.text))])


def test_keep_all_keeps_all_of_a_page() -> None:
    document = page(PAGE)
    assert edits_of(document, Config(engine="keep_all")) == []
    assert engine_name(document, Config(engine="keep_all")) == "keep_all"
    assert engine_name(document, TRAFILATURA) == "trafilatura"
    assert engine_name(read("Text.", media="text"), TRAFILATURA) == "keep_all"


def test_a_sources_content_replaces_the_engine() -> None:
    document = page(PAGE)
    rules = SourceRules(id="x", name="X", entries=(), content=("#missing", "article"))
    kept = kept_text(kept_spans(document, TRAFILATURA, rules), document)
    assert kept[0] == "Late ferry"
    assert "Tweet this Mail this" in kept
    assert "The ferry at dusk" not in kept  # an alternative text is no part of what a reader sees
    assert {edit.origin.name for edit in edits_of(document, rules=rules)} == {"content"}


def test_a_content_selector_that_finds_a_stub_changes_nothing() -> None:
    document = page(PAGE)
    stub = SourceRules(id="x", name="X", entries=(), content=("figcaption", "nav"))
    assert kept_spans(document, TRAFILATURA, stub) == kept_spans(document, TRAFILATURA)


def silence(monkeypatch: pytest.MonkeyPatch, said: str = "") -> None:
    """Have trafilatura find `said` in any page, and nothing where it is asked to favour recall."""

    def engine(document: Document, *, favor_recall: bool = True) -> str:
        return "" if favor_recall or document.media != "html" else said

    monkeypatch.setattr(engines, "_trafilatura", engine)


@pytest.mark.parametrize("said", ["", "quite other words than those of the page"])
def test_a_silent_engine_leaves_the_prose(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    silence(monkeypatch, said)
    document = page(PAGE)
    kept = kept_text(kept_spans(document, TRAFILATURA), document)
    assert set(PROSE) <= set(kept)
    assert "Home" not in kept


def test_a_silent_engine_leaves_what_json_ld_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    silence(monkeypatch)
    told = f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{" ".join(PROSE)}"}}</script>'
    document = page(PAGE.replace("</head>", told + "</head>"))
    assert kept_text(kept_spans(document, TRAFILATURA), document) == list(PROSE)


def test_no_page_with_prose_ends_empty() -> None:
    for html in (f"<p>{PROSE[0]}</p>", f"<div>{PROSE[0]}<br>{PROSE[1]}</div>", f"<table><tr><td>{PROSE[0]}</table>"):
        assert kept_spans(page(f"<html><body>{html}</body></html>"), TRAFILATURA)


def test_an_empty_page_is_no_error() -> None:
    document = page("<html><body></body></html>")
    assert trafilatura_text(document) == ""
    assert edits_of(document) == []


def test_order_of_documents_changes_nothing() -> None:
    """The engine's own memory of texts it has seen (its deduplication) stays off."""
    document = page(PAGE)
    first = [trafilatura_text(document) for _ in range(4)]
    assert len(set(first)) == 1
