"""Notes stay with the text that refers to them.

A link of a figure or a star inside the kept text that leads to an element further down marks that element as a note.
To a model that learned from articles, what stands under the last paragraph in small print is the page's.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import numpy as np
import regex

from cleaner.inputs.html import DomIndex
from cleaner.model import Document
from cleaner.propose.content import characters as chars
from cleaner.propose.content.function_words import function_words
from cleaner.propose.content.guards import HIDDEN, Flags

PROSE_SHARE = 0.28
"""Function words among the words of all notes from which on they are remarks of the author. On the 14 development pages
with notes remarks have .35 to .5 and lists of sources .05 to .23; of the remarks two thirds of the words are in the
gold text, of the sources of five pages those of one."""
KEPT_SHARE = 0.5
"""Notes of which so much stays are kept whole: half a list of sources is worse than either all of it or none."""

LONGEST = 2_000
"""Characters of a note; what a contents list leads to is longer."""
_MARK_LENGTH = 8
_MARK = regex.compile(r"\W*(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5}|[*†‡§¶‖]+)\W*")


def with_whole_notes(document: Document, good: Flags) -> Flags:
    """`good`, and the notes of a page that its kept text refers to, where they are the author's own remarks or most of
    them stay already."""
    if not isinstance(document.dom, DomIndex) or not good.any():
        return good
    notes = _notes(document, document.dom, good)
    if not notes or good[notes].all():
        return good
    spans = [document.blocks[at].span for at in notes]
    stays = sum(len(span) for at, span in zip(notes, spans, strict=True) if good[at]) / sum(map(len, spans))
    if stays < KEPT_SHARE and _prose_share("\n".join(span.of(document.text) for span in spans)) < PROSE_SHARE:
        return good
    good = good.copy()
    good[notes] = True
    return good


def _notes(document: Document, dom: DomIndex, good: Flags) -> list[int]:
    """The blocks of all notes that kept blocks refer to, in order."""
    wanted = _references(document, dom, good)
    if not wanted:
        return []
    elements, blocks = dom.elements, document.blocks
    starts, ends = [block.span.start for block in blocks], [block.span.end for block in blocks]
    found: set[int] = set()
    for element, names in enumerate(elements.names):
        attributes = elements.node[element].attributes if names or elements.tag[element] == "a" else {}
        name = attributes.get("id") or attributes.get("name")
        start, end = elements.start[element], elements.end[element]
        if name not in wanted or wanted[name] >= element or end - start > LONGEST:
            continue
        first = bisect_right(ends, start)
        held = range(first, max(bisect_left(starts, end), first + 1))
        found.update(at for at in held if at < len(blocks) and blocks[at].marks.isdisjoint(HIDDEN))
    return sorted(found)


def _references(document: Document, dom: DomIndex, good: Flags) -> dict[str, int]:
    """The ids that marks in kept blocks lead to, each with the first link that does."""
    elements, text = dom.elements, document.text
    here = ("", *(url.partition("#")[0] for url in (document.url, document.meta.url) if url))
    starts: list[int] = []
    wanted: dict[str, int] = {}
    for element, tag in enumerate(elements.tag):
        start, end = elements.start[element], elements.end[element]
        if tag != "a" or not 0 < end - start <= _MARK_LENGTH or not _MARK.fullmatch(text, start, end):
            continue
        page, _, name = (elements.node[element].attributes.get("href") or "").partition("#")
        if not name or page not in here:
            continue
        starts = starts or [block.span.start for block in document.blocks]
        if good[bisect_right(starts, start) - 1]:
            wanted.setdefault(name, element)
    return wanted


def _prose_share(text: str) -> float:
    """The share of function words among the words of `text`."""
    hashes = chars.read(text).hashes
    return float(np.mean(chars.listed(hashes, function_words()))) if len(hashes) else 0.0
