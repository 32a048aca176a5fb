"""What a line outside the main text is most likely to be: by the names of the elements around it, by its marks, by
its shape.

The guess names a removal in the report and lets a policy hold it back; it never removes anything. The innermost
element that says something wins, and elements that hold a part of the article say nothing: `<div class="post
has-comments">` is no comment.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import regex

from cleaner.inputs.html import DomIndex
from cleaner.kinds import Kind
from cleaner.model import Document, Evidence
from cleaner.spans import SpanSet

_WORDS: dict[Kind, str] = {
    Kind.COMMENTS: "comment comments commentlist disqus respond replies kommentare commentaires",
    Kind.CONSENT: "cookie cookies consent gdpr onetrust privacy cmp",
    Kind.PAYWALL: "paywall piano metered regwall",
    Kind.SIGNUP: "newsletter newsletters signup subscribe subscription optin login signin register mailchimp mailing",
    Kind.SHARE: "share sharing shares social addtoany sharedaddy addthis follow",
    Kind.TRENDING: "trending popular mostread mostviewed hot latest ticker",
    Kind.RELATED: "related recommended recommendations recirc recirculation readmore readnext teaser teasers upnext "
    "outbrain taboola yarpp similar suggested morefrom pagination prevnext",
    Kind.TAGS: "tag tags tagcloud topics topic categories category keywords cats",
    Kind.AUTHOR_BIO: "bio biography authorbox aboutauthor",
    Kind.CAPTION: "caption captions figcaption legend",
    Kind.CREDIT: "credit credits copyright source",
    Kind.BYLINE: "byline author authors autor auteur writer contributor",
    Kind.DATELINE: "dateline date datetime timestamp published updated pubdate posted meta",
    Kind.EMBED: "tweet twitter instagram facebook embed tiktok",
    Kind.PLAYER: "player video audio podcast videoplayer jwplayer",
    Kind.DONATE: "donate donation support",
    Kind.ADVERT: "ad ads advert advertisement adsense sponsor sponsored sponsors promo banner cta dfp",
    Kind.DISCLAIMER: "disclaimer disclosure",
    Kind.FOOTER: "footer foot colophon legal imprint impressum contentinfo",
    Kind.NAVIGATION: "nav navbar navigation menu menus submenu breadcrumb breadcrumbs skip sitemap toc masthead header "
    "topbar toolbar search searchform logo hamburger sidenav banner",
}
"""Words of class names, ids and roles for each kind. Where one element says several, the first kind listed here
wins."""

_KIND_OF_WORD: Mapping[str, Kind] = MappingProxyType(
    {word: kind for kind, words in reversed(_WORDS.items()) for word in words.split()}
)
_KNOWN_WORDS = frozenset(_KIND_OF_WORD)
_RANK: Mapping[Kind, int] = MappingProxyType({kind: rank for rank, kind in enumerate(_WORDS)})

_TAGS: Mapping[str, Kind] = MappingProxyType(
    {
        "nav": Kind.NAVIGATION,
        "menu": Kind.NAVIGATION,
        "footer": Kind.FOOTER,
        "figcaption": Kind.CAPTION,
        "time": Kind.DATELINE,
        "search": Kind.NAVIGATION,
    }
)
_NAME = regex.compile(r"\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})")
_SMALL = re.compile("[a-z]+")
_PAGE_WIDE = frozenset({"html", "body", "main"})
"""Elements whose names describe the page, not a part of it."""

_LINK_SHARE = 0.6
"""Share of a line's characters inside links from which on it is a list of links."""

_PATH_TAIL = 4
"""Tags of a line's path that the evidence shows."""


class KindGuess:
    """Guesses for the lines of one document, given what of it is main text."""

    def __init__(self, document: Document, kept: SpanSet) -> None:
        self._document = document
        self._dom = document.dom if isinstance(document.dom, DomIndex) else None
        self._of_element: dict[int, Kind | None] = {}
        spans = list(kept)
        self._starts = [span.start for span in spans]
        self._ends = [span.end for span in spans]
        self._first = self._starts[0] if spans else 0
        self._headline = _folded(document.meta.title or "")

    def of(self, number: int) -> Kind:
        """The likely kind of the document's line `number`."""
        document = self._document
        block = document.blocks[number]
        start, end = block.span.start, block.span.end
        if self._headline and block.heading and _folded(document.text[start:end]) == self._headline:
            return Kind.HEADLINE
        if self._dom is not None and (named := self._named(self._dom, self._dom.owners[number])) is not None:
            return named
        if "alt" in block.marks:
            return Kind.CAPTION
        if document.text.startswith(("©", "Copyright"), start, end):
            return Kind.FOOTER
        if block.link_chars >= _LINK_SHARE * (end - start):
            return Kind.NAVIGATION if end <= self._first else Kind.RELATED
        return Kind.BOILERPLATE

    def evidence(self, number: int) -> tuple[Evidence, ...]:
        """What a person looks for in the page's source: the element and the names around it."""
        block = self._document.blocks[number]
        evidence = [Evidence("element", "/".join(block.path[-_PATH_TAIL:]) or block.tag)]
        if self._dom is not None:
            names, parent = self._dom.elements.names, self._dom.elements.parent
            at = self._dom.owners[number]
            while at >= 0 and not names[at]:
                at = parent[at]
            if at >= 0:
                evidence.append(Evidence("names", names[at]))
        if hidden := sorted(block.marks & {"hidden", "alt", "noscript", "jsonld"}):
            evidence.append(Evidence("marks", " ".join(hidden)))
        return tuple(evidence)

    def _named(self, dom: DomIndex, element: int) -> Kind | None:
        known = self._of_element
        tags, names, parents = dom.elements.tag, dom.elements.names, dom.elements.parent
        starts, ends = dom.elements.start, dom.elements.end
        climbed: list[int] = []
        kind: Kind | None = None
        while element >= 0:
            if element in known:
                kind = known[element]
                break
            climbed.append(element)
            tag, name = tags[element], names[element]
            after = bisect_right(self._ends, starts[element])  # the first stretch of the article that ends behind it
            if tag in _PAGE_WIDE or (after < len(self._starts) and self._starts[after] < ends[element]):
                break
            kind = (_of_names(name) if name else None) or _TAGS.get(tag)
            if kind is not None:
                break
            element = parents[element]
        for passed in climbed:
            known[passed] = kind
        return kind


@lru_cache(maxsize=4096)  # pages of one site name their elements alike
def _of_names(names: str) -> Kind | None:
    if names.isascii() and names == names.lower():
        words = _SMALL.findall(names)
    else:
        words = [word.lower() for word in _NAME.findall(names)]
    if _KNOWN_WORDS.isdisjoint(words):
        return None
    return min((_KIND_OF_WORD[word] for word in words if word in _KNOWN_WORDS), key=_RANK.__getitem__)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
