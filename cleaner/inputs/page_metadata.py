"""What a page says of itself outside its running text: canonical URL, Open Graph, JSON-LD, title."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from cleaner.model import Metadata


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """A page's metadata, and the article's text where JSON-LD holds it."""

    metadata: Metadata
    body: str | None = None


def read_page_metadata(tree: LexborHTMLParser, url: str | None = None) -> PageMetadata:
    """Read the head and the JSON-LD of a page."""
    title = tree.css_first("title")
    return PageMetadata(Metadata(title=title.text().strip() if title else None, url=url))
