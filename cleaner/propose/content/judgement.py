"""The content model's judgement of one document: p(content) of every unit, what is kept, and why."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cleaner.model import Document, Evidence, Testimony
from cleaner.propose.content import features, network
from cleaner.propose.content.characters import Integers
from cleaner.propose.content.code_lines import with_whole_listings
from cleaner.propose.content.guards import HIDDEN, Flags, near, with_whole_code, with_whole_stamps
from cleaner.propose.content.model import ContentModel, Opinions, load_model
from cleaner.propose.content.notes import with_whole_notes
from cleaner.propose.content.page_guards import (
    set_like_kept,
    with_gaps_filled,
    with_like_headings,
    with_paragraphs_beside,
    with_same_setting,
    with_short_article,
    with_standfirst,
    with_whole_body,
    with_whole_lists,
    with_whole_tables,
)
from cleaner.propose.content.text_guards import (
    is_unspaced,
    with_refrains,
    with_unspaced_prose,
    with_whole_rows,
    with_whole_steps,
)
from cleaner.propose.content.text_units import TextUnits, text_units
from cleaner.propose.content.threads import one_thread
from cleaner.spans import Span, SpanSet

_TESTIMONY_SHARE = 0.5
"""How much of a detector's testimony (in nats) the model takes over: it has seen most of the same signs itself."""
_TESTIMONY_CAP = 2.0
"""Nats that all testimony on one unit may move at most."""
_FALLBACK_WORDS = 10
_TOP = 4
"""Features that are told as evidence."""

VOTE_NATS = 1.0
"""What another extractor's word weighs, in nats of log-odds, for a unit that it keeps whole; against one that it leaves
out as much. Out of fold, on every second page: word F1 .9658 on WCXB articles and .9710 on news, .9643 and .9647
without; from .5 to 1.5 nats it is flat, and falls beyond."""

STRETCH = 50_000
"""Characters of a flat text that are judged together: longer than nearly every article. What is longer is a book or
many documents in one, which the model has not seen whole."""

CLEAN_SHARE = 0.9
"""Share of a flat text's characters from which on, if the model would keep it, the text is taken for clean already."""
FEW_UNITS = 20
"""Of a flat text of fewer units the model takes nothing: there is too little company to judge by, and what a second
cleaning made of the rest could be something else. Whole pages have more."""
CLEAN_THRESHOLD = 0.05
"""In a text that is taken for clean, only what is this unlikely to be main text goes. With .11, .999 of the words of
gold text stayed, now .9995; half-clean text has the same word F1 with any threshold up to .4, as the model does not
tell what is left there from the article."""

SURE_THRESHOLD = 0.11
"""Below this the model is sure that a unit is not main text."""
SURE_SHARE = 0.06
"""A flat text with no more than this share of characters below `SURE_THRESHOLD` is taken for clean: pages carry menus
and footers, which the model is sure of."""
SURE_UNITS = 0.2
"""A flat text with more than this share of units below `SURE_THRESHOLD` is not: menus are many lines of few words."""
UNDECIDED_SHARE = 0.6
"""A flat text of whose characters the model can tell of more neither that they are main text nor that they are not is
taken for clean: of 1,846 flattened pages none is, but some listings given as text are, and lost most of their lines."""
UNDECIDED_UNSPACED = 0.4
"""The same in scripts without spaces, of which the model has seen little. Of four flattened pages of the development
sets it is undecided about 12 % of the characters at most; of half-clean texts from other sites about 45 and 84 %, and
took two thirds of the first. Of seven such pages (pairs of characters, F1) half-clean text rises from .81 to .86, given
as .84, and flattened text from .69 to .74."""
BARE_UNIT = 2
"""Units of no more characters are not counted among these: list marks that lost their items, dots."""
PROSE_WORDS = 20
PROSE_THRESHOLD = 0.36
PROSE_REACH = 8
"""Running text of so many words in a flat text goes only below this, where a sure unit stands within so many of it:
farther off it is a cookie notice or a teaser twice in three times. With these rules together words lost from clean
text fall from .7 to under .2 % (mean of pages, out of fold), pages of half-clean text that fall by over .02 from 2.1
to .8 %; text flattened from pages loses .002 of F1."""

SHORT_TEXT = 200
SHORT_WORDS = 12
SHORT_THRESHOLD = 0.2
"""Where a flat text would keep less running text than this, shorter pieces of it stay at less: of 1,846 flattened pages
17 are so, and their word F1 rises from .79 to .83; with 300 words half as much, with 500 it falls."""

DOUBTED_SHARE = 0.4
"""A flat text of whose running text (units of `PROSE_WORDS` and more) less is kept is told as suspect. Of flattened
development pages 1 in 100 is: listings that the model took for teasers, and articles with more comments than text. Of
such a text running text near what is kept stays from `SURE_THRESHOLD` on."""

UNSURE = 0.15
UNSURE_SHARE = 0.5
UNSURE_CHARS = 300
"""A page is told as suspect where the blocks that are left out at p(content) `UNSURE` and more, and are set like some
that stay, have over `UNSURE_CHARS` characters, and over `UNSURE_SHARE` of what stays. Out of fold three of 923
development pages are, with word F1 of .30 to .84; of 383 of other sites ten. Without the likeness it is five and 24,
of which half lose comments and menus alone."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model makes of a document.

    Its units are the blocks of a page, and the lines of a flat text, long ones by sentence. `starts` and `ends` bound
    them, `block` is the block that each is or lies in, `p` the probability that it is main text. `kept` is what stays.
    `model` and `opinions` let evidence be worked out for the few units that a person asks about.
    """

    document: Document
    name: str
    starts: Integers
    ends: Integers
    block: Integers
    p: npt.NDArray[np.float64]
    kept: SpanSet
    model: ContentModel
    opinions: Opinions | None = None
    vote: npt.NDArray[np.float64] | None = None
    """The share of each unit that another extractor keeps, where one was asked."""
    is_whole: bool = False
    """Whether all of a flat text is kept, whatever the model makes of it."""

    @property
    def version(self) -> str:
        """Which weights judged."""
        return self.model.version

    def unit(self, index: int) -> Span:
        """The stretch of the document's text that unit `index` is."""
        return Span(int(self.starts[index]), int(self.ends[index]))

    def reconsidered(self, testimony: Iterable[Testimony]) -> Judgement:
        """The same judgement with the detectors' doubts weighed in; the features are not read again."""
        if self.opinions is None:
            return self
        doubts = self._doubts(testimony)
        if not doubts.any():
            return self
        return decided(replace(self, p=network.probability(self.opinions.logits - doubts)))

    def with_vote(self, kept: SpanSet) -> Judgement:
        """The same judgement with the word of another extractor, which keeps `kept`."""
        if self.opinions is None:
            return self
        sizes = np.maximum(self.ends - self.starts, 1)
        vote = np.array([kept.overlap(self.unit(at)) for at in range(len(sizes))]) / sizes
        logits = self.opinions.logits + (VOTE_NATS * (2 * vote - 1)).astype(np.float32)
        opinions = replace(self.opinions, logits=logits)
        return decided(replace(self, p=network.probability(logits), opinions=opinions, vote=vote))

    def left_whole(self) -> Judgement:
        """The same judgement of a flat text, taking nothing of it."""
        return decided(replace(self, is_whole=True))

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a person should look at: a flat text most of whose running text is left out, and a page of which much is
        left out that the model is of two minds about. Empty for nearly all."""
        if self.opinions is None:
            return ()
        if self.document.media == "html":
            return self._doubts_of_page()
        prose = {at: int(self.opinions.prose[at]) for at in np.flatnonzero(self.opinions.prose >= PROSE_WORDS).tolist()}
        kept = sum(words for at, words in prose.items() if self.kept.intersects(self.unit(at)))
        if kept >= DOUBTED_SHARE * sum(prose.values()):
            return ()
        return (f"the content model keeps {kept} of the {sum(prose.values())} words of running text",)

    def _doubts_of_page(self) -> tuple[str, ...]:
        unsure = (self.p >= UNSURE) & (self.p < self.model.threshold)
        kept = sum(map(len, self.kept))
        least = max(UNSURE_SHARE * kept, UNSURE_CHARS)
        if (self.ends - self.starts)[unsure].sum() <= least:  # of nearly all pages
            return ()
        good = np.array([self.kept.intersects(self.unit(at)) for at in range(len(self.p))], dtype=np.bool_)
        left_out = sum(len(self.unit(at)) for at in set_like_kept(self.document, unsure & ~good, good))
        if left_out <= least:
            return ()
        return (
            f"{left_out} characters that the content model is not sure of are left out, set like the {kept} that stay",
        )

    def evidence_of(self, indexes: Sequence[int]) -> list[tuple[Evidence, ...]]:
        """For each of the units `indexes` the features that moved its judgement most, with the nats by which each did
        (below 0: away from main text). All at once: a call costs about as much as judging the page."""
        if self.opinions is None or not indexes:
            return [() for _ in indexes]
        second = self.model.second
        with one_thread():
            moved = second.contributions(network.inputs_at(self.opinions.levels, second.windows, indexes))
        names = features.input_names(self.opinions.names, second.windows)
        force = np.abs(moved)
        top = np.sort(np.argpartition(-force, _TOP, axis=1)[:, :_TOP], axis=1)
        order = np.take_along_axis(top, np.argsort(-np.take_along_axis(force, top, axis=1), kind="stable"), axis=1)
        found = [
            tuple(Evidence(names[at], round(float(row[at]), 2)) for at in strongest)
            for row, strongest in zip(moved, order.tolist(), strict=True)
        ]
        if self.vote is None:
            return found
        votes = np.round(self.vote[list(indexes)], 2).tolist()
        return [(Evidence("extractor keeps", vote), *told) for vote, told in zip(votes, found, strict=True)]

    def _doubts(self, testimony: Iterable[Testimony]) -> network.Floats:
        """What testimony takes from the log-odds of each unit."""
        doubts = np.zeros(len(self.starts), dtype=np.float32)
        starts, ends = self.starts.tolist(), self.ends.tolist()
        for told in testimony:
            start, end = told.span.start, told.span.end
            for at in range(max(bisect_right(starts, start) - 1, 0), bisect_left(starts, end)):
                overlap = min(end, ends[at]) - max(start, starts[at])
                if overlap > 0:
                    doubts[at] += _TESTIMONY_SHARE * told.weight * overlap / (ends[at] - starts[at])
        return np.asarray(np.clip(doubts, 0, _TESTIMONY_CAP))


def judge(document: Document, language: str | None = None, testimony: Iterable[Testimony] = ()) -> Judgement:
    """Judge every unit of `document`. `testimony` are the detectors' doubts; each speaks against the units it touches.

    A document is never emptied: where nothing reaches the threshold, its prose is kept, and where it has none,
    everything.
    """
    del language  # function words and learned words of all languages are in one table
    is_page = document.media == "html"
    model = load_model("html" if is_page else "text")
    name = "content-html" if is_page else "content-text"
    if not document.blocks:
        nothing = np.zeros(0, dtype=np.int64)
        return Judgement(document, name, nothing, nothing, nothing, np.zeros(0), SpanSet(), model)
    with one_thread():
        if is_page:
            units = features.read_page(document)
            found = model.opinions(units)
            bounds = TextUnits(units.lines.starts, units.lines.ends, units.owner)
        else:
            bounds = text_units(document.text, document.blocks)
            found = _opinions_of_text(model, document, bounds)
    p = network.probability(found.logits)
    judgement = Judgement(document, name, bounds.starts, bounds.ends, bounds.block, p, SpanSet(), model, found)
    return decided(judgement).reconsidered(testimony)


def _opinions_of_text(model: ContentModel, document: Document, bounds: TextUnits) -> Opinions:
    """The model's opinions of a flat text's units, a stretch of the text at a time: features of 50 MB at once would
    take gigabytes."""
    if len(document.text) <= STRETCH:
        return model.opinions(features.read_text(document, bounds))
    parts = []
    first = 0
    while first < len(bounds.starts):
        last = int(np.searchsorted(bounds.ends, bounds.starts[first] + STRETCH))
        last = max(last, first + 1)
        parts.append(model.opinions(features.read_text(document, bounds.part(first, last))))
        first = last
    levels = np.concatenate([part.levels.astype(np.int8) for part in parts])
    logits = np.concatenate([part.logits for part in parts])
    return Opinions(parts[0].names, levels, logits, np.concatenate([part.prose for part in parts]))


def decided(judgement: Judgement) -> Judgement:
    """The judgement with `kept` by its probabilities."""
    document, p = judgement.document, judgement.p
    good = _good_of_page(judgement) if document.media == "html" else _good_of_text(judgement)
    good = with_whole_code(document, judgement.block, good)
    good = with_whole_stamps(document.text, judgement.starts, judgement.ends, p, good)
    if not good.any():
        good = np.array([_is_prose(judgement, at) for at in range(len(p))])
    if not good.any():
        good = np.array([not document.blocks[at].marks & HIDDEN for at in judgement.block.tolist()])
    if not good.any():
        good = np.ones(len(p), dtype=np.bool_)
    return replace(judgement, kept=SpanSet(_stripped(judgement, good)))


def _good_of_page(judgement: Judgement) -> Flags:
    """The blocks of a page that stay."""
    document, p = judgement.document, judgement.p
    good = with_whole_lists(document, p, p >= judgement.model.threshold)
    good = with_whole_tables(document, p, good)
    good = with_standfirst(document, p, good)
    if judgement.opinions is not None:
        prose = judgement.opinions.prose
        good = with_same_setting(document, p, prose, good)
        good = with_whole_body(document, p, prose, good)
        good = with_short_article(document, p, prose, good)
        good = with_paragraphs_beside(document, p, prose, good)
        good = with_gaps_filled(document, p, prose, good)
        units = TextUnits(judgement.starts, judgement.ends, judgement.block)
        seen = np.array([block.marks.isdisjoint(HIDDEN) for block in document.blocks], dtype=np.bool_)
        good = good | (with_whole_listings(document.text, units, prose, p, good) & seen)
    return with_like_headings(document, p, with_whole_notes(document, good))


def _good_of_text(judgement: Judgement) -> Flags:
    """The units of a flat text that stay."""
    p, sizes = judgement.p, judgement.ends - judgement.starts
    good = p >= judgement.model.threshold
    if judgement.is_whole or judgement.opinions is None or len(p) < FEW_UNITS:
        return np.ones_like(good)
    sure = p < SURE_THRESHOLD
    share = sizes[~good & ~sure].sum() / max(sizes.sum(), 1)
    undecided = share > UNDECIDED_SHARE or (share > UNDECIDED_UNSPACED and is_unspaced(judgement.document.text))
    words = judgement.opinions.prose
    prose = (words >= PROSE_WORDS) & (p >= PROSE_THRESHOLD)
    if words[good].sum() < SHORT_TEXT:
        prose |= (words >= SHORT_WORDS) & (p >= SHORT_THRESHOLD)
    good = good | (prose & near(good, PROSE_REACH))
    mostly_good = sizes[good].sum() >= CLEAN_SHARE * sizes.sum() or sizes[sure].sum() <= SURE_SHARE * sizes.sum()
    worded = sizes > BARE_UNIT
    few_sure = sure[worded].sum() <= SURE_UNITS * max(worded.sum(), 1)
    if (mostly_good and few_sure) or undecided:
        good = p >= CLEAN_THRESHOLD
    good = _with_doubted_prose(words, p, good)
    units = TextUnits(judgement.starts, judgement.ends, judgement.block)
    good = with_unspaced_prose(judgement.document.text, units, words, p, good)
    good = with_whole_listings(judgement.document.text, units, words, p, good)
    good = with_whole_rows(judgement.document.text, judgement.starts, p, good)
    good = with_whole_steps(judgement.document.text, units, p, good)
    return with_refrains(judgement.document.text, units, p, good, is_page=not few_sure)


def _with_doubted_prose(prose: npt.NDArray[np.float64], p: npt.NDArray[np.float64], good: Flags) -> Flags:
    """`good`, and where it holds so little of a flat text's running text that the model may be wrong about all of it,
    the running text around it that is no clear no. Out of fold it brings back most of four listings in 923 flattened
    pages, and the comments of one article."""
    long = prose >= PROSE_WORDS
    if prose[long & good].sum() >= DOUBTED_SHARE * prose[long].sum():
        return good
    return good | (near(good, PROSE_REACH) & long & (p >= SURE_THRESHOLD))


def _is_prose(judgement: Judgement, at: int) -> bool:
    block = judgement.document.blocks[int(judgement.block[at])]
    words = judgement.unit(at).of(judgement.document.text).split()
    return not block.marks & HIDDEN and len(words) >= _FALLBACK_WORDS and 2 * block.link_chars < len(block.span)


def _stripped(judgement: Judgement, good: npt.NDArray[np.bool_]) -> Iterator[Span]:
    """The units that are `good`, without the white space at their ends."""
    text = judgement.document.text
    for start, end in zip(judgement.starts[good].tolist(), judgement.ends[good].tolist(), strict=True):
        if text[start].isspace() or text[end - 1].isspace():
            line = text[start:end]
            lead = start + len(line) - len(line.lstrip())
            yield Span(lead, max(lead, start + len(line.rstrip())))
        else:
            yield Span(start, end)
