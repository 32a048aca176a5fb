"""What a page's JSON-LD says of its article. Tolerant: much of it is broken, doubled, or about something else.

Pages describe themselves, their teasers, their site and their videos in one graph. `read_jsonld` finds the node that
is about this page's article: the one that the page names as its main entity or whose headline or URL is the page's,
else the first that looks like an article.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

_ARTICLES = frozenset(
    {
        "report",
        "review",
        "liveblogposting",
        "socialmediaposting",
        "discussionforumposting",
        "newsitem",
    }
)
_PAGES = frozenset({"webpage", "itempage", "aboutpage", "recipe", "howto", "faqpage", "creativework", "medicalwebpage"})
_MOST_NODES = 5000
"""Nodes of a graph that are looked at: product lists run into thousands, and the article stands first."""

_COMMENT_OPENS = regex.compile(r"<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[")
_COMMENT_ENDS = regex.compile(r"(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?$")
_TRAILING_COMMA = regex.compile(r",\s*([}\]])")
_TAG = regex.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>|<!--.*?-->", regex.S)
_LINE_TAGS = frozenset(
    {
        "p",
        "br",
        "div",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "blockquote",
        "tr",
        "table",
        "section",
        "figure",
    }
)
_DROPPED = regex.compile(r"<(script|style)\b.*?</\1\s*>", regex.S | regex.I)
_SPACES = regex.compile(r"[ \t\xa0]+")
_BLANK_LINES = regex.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The article as JSON-LD tells it. Names and dates are as written; `organisations` are authors that are no
    persons."""

    headline: str | None = None
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    url: str | None = None
    site: str | None = None
    language: str | None = None
    description: str | None = None
    body: str | None = None


def read_jsonld(scripts: Iterable[str], is_this_page: Callable[[str], bool]) -> LinkedData:
    """What the `scripts` say of the article. `is_this_page` tells whether a headline or URL is the page's own."""
    graph = _Graph([document for script in scripts for document in _documents(script)])
    articles = [node for node in graph.nodes if _is_article(node)]
    pages = [node for node in graph.nodes if _is_page(node)]
    own = [
        node
        for node in articles
        if any(
            is_this_page(value)
            for key in ("headline", "name", "url", "mainEntityOfPage")
            for value in graph.strings(node, key)
        )
    ]
    chosen = max(own or articles[:1], key=lambda node: len(_first(graph.strings(node, "articleBody"))), default=None)
    nodes = [*([chosen] if chosen is not None else []), *pages[:1]]
    sites = [node for node in graph.nodes if _types(node) & {"website"}]
    return LinkedData(
        headline=_text(_first(graph.strings(chosen, "headline")) or _first(graph.strings(chosen, "name")))
        if chosen
        else None,
        authors=_authors(graph, nodes, organisations=False),
        organisations=_authors(graph, nodes, organisations=True),
        published=_of(graph, nodes, "datePublished")
        or _of(graph, nodes, "dateCreated")
        or _of(graph, nodes, "uploadDate"),
        modified=_of(graph, nodes, "dateModified"),
        url=_of(graph, nodes, "url"),
        site=_text(
            next((name for node in sites for name in graph.strings(node, "name")), "")
            or next((name for node in nodes for name in graph.names(node, "publisher")), "")
        ),
        language=_of(graph, nodes, "inLanguage"),
        description=_text(_of(graph, nodes, "description") or ""),
        body=_body(graph, chosen) if chosen else None,
    )


def strip_html(text: str) -> str:
    """The text of an HTML fragment that stands in a string: one paragraph a line."""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _DROPPED.sub(" ", text)
        text = _TAG.sub(lambda tag: "\n" if (tag[2] or "").lower() in _LINE_TAGS else "", text)
        if "&" in text:
            text = html.unescape(text)
    return _BLANK_LINES.sub("\n", _SPACES.sub(" ", text)).strip()


Node = dict[str, object]


class _Graph:
    """All nodes of a page's JSON-LD, in document order, and the ids that they are referred to by."""

    def __init__(self, documents: Sequence[object]) -> None:
        self.nodes: list[Node] = []
        self._by_id: dict[str, Node] = {}
        todo: list[object] = list(reversed(documents))
        while todo and len(self.nodes) < _MOST_NODES:
            value = todo.pop()
            if isinstance(value, list):
                todo.extend(reversed(value))
            elif isinstance(value, dict):
                self.nodes.append(value)
                name = value.get("@id")
                if isinstance(name, str) and len(value) > 1 and len(value) >= len(self._by_id.get(name, ())):
                    self._by_id[name] = value
                todo.extend(reversed([child for child in value.values() if isinstance(child, dict | list)]))

    def values(self, node: Node, key: str) -> Iterator[object]:
        """What stands under `key`: lists opened, references followed."""
        value = node.get(key)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and set(item) <= {"@id", "@type"} and isinstance(name := item.get("@id"), str):
                yield self._by_id.get(name, item)
            elif item is not None:
                yield item

    def strings(self, node: Node | None, key: str) -> list[str]:
        """The strings under `key`; of a node its `@value`, `@id` or name."""
        if node is None:
            return []
        found: list[str] = []
        for item in self.values(node, key):
            value = item
            if isinstance(item, dict):
                value = item.get("@value") or item.get("url") or item.get("@id") or item.get("name")
            if isinstance(value, str) and value.strip():
                found.append(value.strip())
            elif isinstance(value, int) and not isinstance(value, bool):
                found.append(str(value))
        return found

    def names(self, node: Node, key: str, organisations: bool | None = None) -> list[str]:
        """The names of the persons or organisations under `key`, or of one sort of them alone."""
        found: list[str] = []
        for value in self.values(node, key):
            is_organisation = isinstance(value, dict) and any(
                name.endswith(("organization", "website", "corporation")) for name in _types(value)
            )
            if organisations is not None and organisations is not is_organisation:
                continue
            if isinstance(value, dict):
                names = self.strings(value, "name")
                if not names:
                    parts = [_first(self.strings(value, part)) for part in ("givenName", "familyName")]
                    names = [" ".join(filter(None, parts))]
                found.extend(filter(None, names))
            elif isinstance(value, str) and value.strip():
                found.append(value.strip())
        return found


def _types(node: Node) -> frozenset[str]:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return frozenset(str(name).rsplit("/", 1)[-1].lower() for name in kinds if name)


def _is_article(node: Node) -> bool:
    return any(name in _ARTICLES or name.endswith(("article", "blogposting")) for name in _types(node))


def _is_page(node: Node) -> bool:
    return bool(_types(node) & _PAGES)


def _of(graph: _Graph, nodes: Sequence[Node], key: str) -> str | None:
    return next((value for node in nodes for value in graph.strings(node, key)), None)


def _authors(graph: _Graph, nodes: Sequence[Node], *, organisations: bool) -> tuple[str, ...]:
    told = (graph.names(node, key, organisations) for node in nodes for key in ("author", "creator"))
    return tuple(next(filter(None, told), ()))


def _first(values: Sequence[str]) -> str:
    return values[0] if values else ""


def _text(value: str) -> str | None:
    return " ".join(strip_html(value).split()) or None


def _body(graph: _Graph, node: Node) -> str | None:
    parts = graph.strings(node, "articleBody") or graph.strings(node, "text")
    if not parts and "liveblogposting" in _types(node):
        updates = [update for update in graph.values(node, "liveBlogUpdate") if isinstance(update, dict)]
        parts = [
            part for update in updates for key in ("headline", "articleBody") for part in graph.strings(update, key)
        ]
    return "\n".join(filter(None, map(strip_html, parts))) or None


def _documents(script: str) -> list[object]:
    """The JSON values of one script element; what cannot be read is left out."""
    text = script.strip()
    if text[:1] not in ("{", "["):
        opening = _COMMENT_OPENS.match(text)
        text = text[opening.end() :] if opening else text
    if text[-1:] not in ("}", "]"):
        text = _COMMENT_ENDS.sub("", text)
    text = text.strip()
    return _decoded(text) or _decoded(_TRAILING_COMMA.sub(r"\1", html.unescape(text) if "&quot;" in text else text))


def _decoded(text: str) -> list[object]:
    decoder = json.JSONDecoder(strict=False)  # raw newlines and tabs in strings are common
    found: list[object] = []
    at = 0
    try:
        while at < len(text):
            value, at = decoder.raw_decode(text, at)
            found.append(value)
            while at < len(text) and text[at] in " \t\r\n,;":
                at += 1
    except (ValueError, RecursionError):
        return found
    return found
