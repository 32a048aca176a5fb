"""Proposals from the structure of pages: the article's container, and boxes inside it that go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from cleaner.draft.pages import Page
from cleaner.draft.proposals import Proposal, is_proposable, kind_by_class, slug_of
from cleaner.kinds import Kind
from cleaner.spans import Span, SpanSet

_NAME = regex.compile(r"-?[A-Za-z_][A-Za-z0-9_-]{1,60}")
_GENERATED = regex.compile(
    r"\d{3}|[0-9a-f]{6}|__|-\d+-\d+|_[a-z]*\d|^(?:css|sc|jsx|svelte|tw)-|^[^aeiouyAEIOUY]{5,}$|^[a-z]+\d+[a-z]\w*$"
    r"|^(?=.{5,8}$)[A-Za-z-]*[a-z]+[A-Z][A-Za-z]{0,3}$"
)
"""Names that a build tool made: they change with every release of the site."""

_UTILITY = regex.compile(r"^(?:[mp][trblxy]?|w|h|gap|items|justify|leading|font|clear|float|rounded|bg|d|z)-")
"""Names that say how something looks, not what it is: half the page has them."""

_LEAST_RECALL = 0.8
"""A container must hold so much of what the heuristics keep, on every page: they err by a paragraph or two at most on
four pages of five."""

_TAKEN = 0.8
"""A box of which the heuristics take so much is debris by their judgement."""

_LARGEST_BOX = 0.5
"""A box that holds more of the container than this is the article itself, or its wrapping."""

_MOST_BOXES = 8
"""Boxes that are proposed: more than a person reads."""

_RANKS = ("[itemprop", "#", ".", "")


@dataclass(frozen=True, slots=True)
class Box:
    """A selector and the text that it stands for on each page, in the pages' order."""

    selector: str
    spans: tuple[SpanSet, ...]

    @property
    def size(self) -> int:
        """Characters on all pages."""
        return sum(span.size for span in self.spans)


def container(pages: Sequence[Page]) -> Box | None:
    """The selector that fits the article best on every page: by F1 against what the heuristics keep."""
    fitting: list[tuple[float, int, str, Box]] = []
    for box in _boxes(pages, everywhere=True):
        shares = [_fit(page, spans) for page, spans in zip(pages, box.spans, strict=True)]
        if min(share.recall for share in shares) >= _LEAST_RECALL:
            f1 = sum(share.f1 for share in shares) / len(shares)
            rank = next(at for at, start in enumerate(_RANKS) if box.selector.startswith(start))
            fitting.append((-round(f1, 2), rank, box.selector, box))
    return min(fitting)[-1] if fitting else None


def drops(pages: Sequence[Page], inside: Box | None) -> tuple[Proposal, ...]:
    """Boxes inside the container that the heuristics take, or that say the same on several pages."""
    covered = [SpanSet() for _ in pages]
    found: list[Proposal] = []
    for box in sorted(_boxes(pages, everywhere=False), key=lambda box: (-box.size, box.selector)):
        reason = _reason(pages, box, inside)
        if reason is None or all(old.covers(s) for old, new in zip(covered, box.spans, strict=True) for s in new):
            continue
        kind = _kind(pages, box)
        if not is_proposable(kind):
            continue
        covered = [old.union(new) for old, new in zip(covered, box.spans, strict=True)]
        sample = next(_sample(page, spans) for page, spans in zip(pages, box.spans, strict=True) if spans)
        found.append(
            Proposal(slug_of(box.selector) or "box", kind or Kind.BOILERPLATE, "select", box.selector, sample, reason)
        )
        if len(found) == _MOST_BOXES:
            break
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Fit:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.recall else 0.0


def _fit(page: Page, spans: SpanSet) -> _Fit:
    common = sum(page.kept.overlap(span) for span in spans)
    return _Fit(common / max(1, spans.size), common / max(1, page.kept.size))


def _reason(pages: Sequence[Page], box: Box, inside: Box | None) -> str | None:
    """Why a box goes; `None` where nothing says so."""
    taken = 0
    for at, (page, spans) in enumerate(zip(pages, box.spans, strict=True)):
        room = inside.spans[at] if inside else SpanSet([Span(0, len(page.document.text))])
        if any(not room.covers(span) for span in spans) or spans.size > _LARGEST_BOX * room.size:
            return None
        taken += sum(len(span) - page.kept.overlap(span) for span in spans)
    count = sum(bool(spans) for spans in box.spans)
    if box.size and taken >= _TAKEN * box.size:
        return f"on {count} of {len(pages)} pages; the heuristics take it"
    said = Counter(_sample(page, spans) for page, spans in zip(pages, box.spans, strict=True) if spans)
    if count > 1 and len(said) == 1:
        return f"says the same on {count} of {len(pages)} pages; the heuristics leave it"
    return None


def _kind(pages: Sequence[Page], box: Box) -> Kind | None:
    kinds = Counter(
        kind
        for page, spans in zip(pages, box.spans, strict=True)
        for span in spans
        if (kind := page.kind_of(span)) is not None
    )
    likeliest = kinds.most_common(1)[0][0] if kinds else None
    if likeliest in (None, Kind.BOILERPLATE):
        return kind_by_class(box.selector) or likeliest
    return likeliest


def _sample(page: Page, spans: SpanSet) -> str:
    return " ".join(span.of(page.document.text) for span in spans)


def _boxes(pages: Sequence[Page], *, everywhere: bool) -> Iterator[Box]:
    """Every selector that stands for text, on all pages or on any."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update(set(_selectors(page)))
    for selector in sorted(counts):
        if counts[selector] < (len(pages) if everywhere else 1):
            continue
        spans = tuple(page.dom.select(selector) if page.dom else SpanSet() for page in pages)
        if any(spans):
            yield Box(selector, spans)


def _selectors(page: Page) -> Iterator[str]:
    if page.dom is None:
        return
    for node in page.dom.tree.css("body [class], body [id], body [itemprop], body article, body main"):
        attributes = node.attributes
        if node.tag in ("article", "main"):
            yield node.tag
        if attributes.get("itemprop") == "articleBody":
            yield '[itemprop="articleBody"]'
        name = attributes.get("id") or ""
        if _is_lasting(name):
            yield f"#{name}"
        yield from (f".{each}" for each in (attributes.get("class") or "").split() if _is_lasting(each))


def _is_lasting(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and not _GENERATED.search(name) and not _UTILITY.search(name)
