"""The shapes that the same page arrives in as flat text: what the text model learns from and is measured on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import regex
import trafilatura
from inscriptis import get_text
from lxml import etree
from lxml import html as lxml_html

from cleaner import inputs

_BLANK_LINES = regex.compile(r"\n\s*\n+")
_SPACES = regex.compile(r"\s+")
_HIDDEN = frozenset({"hidden", "noscript", "alt", "jsonld"})


def inscriptis_layout(page: str) -> str:
    """The page as inscriptis lays it out: indented lists, tables in columns, blank lines."""
    return str(get_text(page))


def inscriptis_dense(page: str) -> str:
    """The same without blank lines and indents."""
    lines = (line.strip() for line in inscriptis_layout(page).splitlines())
    return "\n".join(line for line in lines if line)


def line_per_node(page: str) -> str:
    """A line for every text node of the page, as a naive scraper's `itertext` gives."""
    try:
        tree = lxml_html.document_fromstring(page.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return ""
    etree.strip_elements(tree, "script", "style", "noscript", "template", etree.Comment, with_tail=False)
    body = tree.find("body")
    texts = (_SPACES.sub(" ", text).strip() for text in (tree if body is None else body).itertext())
    return "\n".join(text for text in texts if text)


def with_scripts(page: str) -> str:
    """A line for every text of the page, scripts and styles among them, as a scraper's `itertext` gives that knows of
    none: no shape to learn from, since scripts go before the model reads."""
    try:
        tree = lxml_html.document_fromstring(page.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return ""
    return "\n".join(text for text in map(str.strip, tree.itertext(etree.Element)) if text)


def paragraphs(page: str) -> str:
    """A line for every visible block, blank lines between."""
    document = inputs.read(page, media="html")
    return "\n\n".join(block.span.of(document.text) for block in document.blocks if not block.marks & _HIDDEN)


def markdown(page: str) -> str:
    """Visible blocks as Markdown: headings and list items marked."""
    document = inputs.read(page, media="html")
    lines = []
    for block in document.blocks:
        if block.marks & _HIDDEN:
            continue
        mark = "#" * block.heading + " " if block.heading else "- " if "list" in block.marks else ""
        lines.append(mark + block.span.of(document.text))
    return "\n\n".join(lines)


def half_clean(page: str) -> str:
    """What a generous extractor leaves: trafilatura favouring recall, comments in."""
    return trafilatura.extract(page, favor_recall=True, include_comments=True, deduplicate=False) or ""


def one_line(page: str) -> str:
    """Everything on one huge line."""
    return _SPACES.sub(" ", inscriptis_layout(page)).strip()


SHAPES: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "inscriptis": inscriptis_layout,
        "node": line_per_node,
        "dense": inscriptis_dense,
        "paragraphs": paragraphs,
        "markdown": markdown,
        "one line": one_line,
        "half-clean": half_clean,
    }
)
"""A page as flat text, by the shape's name."""


def gold_shapes(gold: str) -> dict[str, str]:
    """Clean text in the shapes that it comes in: nothing of it may go."""
    lines = [line.strip() for line in gold.splitlines() if line.strip()]
    return {"gold": gold, "gold lines": "\n".join(lines), "gold one line": " ".join(lines)}
