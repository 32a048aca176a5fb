"""The content model's judgement of one document: p(content) of every block, what is kept, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cleaner.model import Block, Document, Evidence, Testimony
from cleaner.propose.content import features, network
from cleaner.propose.content.model import ContentModel, Opinions, load_model
from cleaner.spans import Span, SpanSet

_TESTIMONY_SHARE = 0.5
"""How much of a detector's testimony (in nats) the model takes over: it has seen most of the same signs itself."""
_TESTIMONY_CAP = 2.0
"""Nats that all testimony on one unit may move at most."""
_PROSE_WORDS = 10
_HIDDEN = frozenset({"hidden", "noscript", "alt"})
_TOP = 4
"""Features that are told as evidence."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model makes of a document.

    `p` is the probability that a block is main text, one for each of `document.blocks`. `kept` are the blocks that
    stay. `model` and `opinions` let `evidence` be worked out for the few blocks that a person asks about.
    """

    document: Document
    p: npt.NDArray[np.float64]
    threshold: float
    kept: SpanSet
    version: str
    model: ContentModel | None = None
    opinions: Opinions | None = None

    def is_kept(self, index: int) -> bool:
        """Whether block `index` stays."""
        return self.kept.intersects(self.document.blocks[index].span)

    def reconsidered(self, testimony: Iterable[Testimony]) -> Judgement:
        """The same judgement with the detectors' doubts weighed in; the features are not read again."""
        doubts = _doubts(self.document, testimony)
        if self.model is None or self.opinions is None or not doubts.any():
            return self
        p = network.probability(self.opinions.logits - doubts)
        return replace(self, p=p, kept=_kept(self.document, p >= self.threshold))

    def evidence_of(self, indexes: Sequence[int]) -> list[tuple[Evidence, ...]]:
        """For each of the blocks `indexes` the features that moved its judgement most, with the nats by which each did
        (below 0: away from main text). All at once: a call costs about as much as judging the page."""
        if self.model is None or self.opinions is None or not indexes:
            return [() for _ in indexes]
        second = self.model.second
        moved = second.contributions(second.inputs(self.opinions.levels)[list(indexes)])
        names = features.input_names(self.opinions.names, second.windows)
        order = np.argsort(-np.abs(moved), axis=1, kind="stable")[:, :_TOP].tolist()
        return [
            tuple(Evidence(names[at], round(float(row[at]), 2)) for at in top)
            for row, top in zip(moved, order, strict=True)
        ]


def judge(document: Document, language: str | None = None, testimony: Iterable[Testimony] = ()) -> Judgement:
    """Judge every block of `document`. `testimony` are the detectors' doubts; each speaks against the blocks it
    touches.

    A document is never emptied: where nothing reaches the threshold, its prose is kept, and where it has none,
    everything.
    """
    del language  # function words and learned words of all languages are in one table
    model = load_model("html")
    if not document.blocks:
        return Judgement(document, np.zeros(0), model.threshold, SpanSet(), model.version)
    found = model.opinions(features.read_page(document))
    p = network.probability(found.logits - _doubts(document, testimony))
    kept = _kept(document, p >= model.threshold)
    return Judgement(document, p, model.threshold, kept, model.version, model, found)


def _doubts(document: Document, testimony: Iterable[Testimony]) -> network.Floats:
    """What testimony takes from the log-odds of each block."""
    doubts = np.zeros(len(document.blocks), dtype=np.float32)
    starts = None
    for told in testimony:
        if starts is None:
            starts = np.array([block.span.start for block in document.blocks])
        first = max(int(np.searchsorted(starts, told.span.start, side="right")) - 1, 0)
        last = int(np.searchsorted(starts, told.span.end))
        for at in range(first, last):
            block = document.blocks[at].span
            if told.span.overlaps(block):
                overlap = min(told.span.end, block.end) - max(told.span.start, block.start)
                doubts[at] += _TESTIMONY_SHARE * told.weight * overlap / len(block)
    return np.asarray(np.clip(doubts, 0, _TESTIMONY_CAP))


def _kept(document: Document, good: npt.NDArray[np.bool_]) -> SpanSet:
    if not good.any():
        good = np.array([_is_prose(document, block) for block in document.blocks])
    if not good.any():
        good = np.array([not block.marks & _HIDDEN for block in document.blocks])
    if not good.any():
        good = np.ones(len(good), dtype=np.bool_)
    return SpanSet(_stripped(document.text, document.blocks[at].span) for at in np.flatnonzero(good).tolist())


def _is_prose(document: Document, block: Block) -> bool:
    text = block.span.of(document.text)
    return not block.marks & _HIDDEN and len(text.split()) >= _PROSE_WORDS and 2 * block.link_chars < len(text)


def _stripped(text: str, span: Span) -> Span:
    line = span.of(text)
    lead = len(line) - len(line.lstrip())
    return Span(span.start + lead, max(span.start + lead, span.start + len(line.rstrip())))
