"""Engines: which part of a page is its main text.

An engine is a function from a document to the text that it keeps, one line in `ENGINES`. `kept_spans` runs it and
finds that text in the linearised page (`align`); `EngineStage` proposes to remove the rest, with the best guess of
what each stretch is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from cleaner.config import Config
from cleaner.inputs.html import DomIndex
from cleaner.kinds import Kind
from cleaner.model import Document, Edit, Evidence, Origin, Proposal, Settled
from cleaner.propose import Context
from cleaner.propose.engines.align import HIDDEN_MARKS, align
from cleaner.propose.engines.naming import KindGuess
from cleaner.spans import Span, SpanSet

if TYPE_CHECKING:
    from cleaner.rules import SourceRules

Engine = Callable[[Document], str]
"""From a document to the text that the engine keeps of it; empty where it finds nothing."""

# What it says of a bad page belongs into no one's terminal, unless the caller set up logging.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

_CONFIDENCE = 0.9
"""That a stretch which the engine leaves out is not the article's."""

_PROSE_WORDS = 10
"""Words of a line that is kept where every engine is silent."""

_SUBSTANTIAL_WORDS = 25
"""Words that a rule's `[content]` selector must match before it replaces the engine: a stub of less is a layout that
changed."""


def trafilatura_text(document: Document) -> str:
    """The main text by trafilatura, comments off.

    It reads the page as lexbor repaired it: F1 .9416 on the WCXB development articles against .9380 from the raw
    page, .9566 against .9559 on news. Its balanced mode is better than favouring recall (.9381, .9523) or precision
    (.914, .955). Deduplication is off: it compares with earlier documents.
    """
    return _trafilatura(document, favor_recall=False)


def keep_all(document: Document) -> str:
    """Everything: for text that is no page."""
    return document.text


ENGINES: Mapping[str, Engine] = MappingProxyType({"trafilatura": trafilatura_text, "keep_all": keep_all})
"""Engines by the name that `Config.engine` and the reports use."""


def engine_name(document: Document, config: Config) -> str:
    """Which engine reads `document`: the configured one, or the best (`model`: the content model). `trafilatura` reads
    pages alone: flat text it is asked for stays whole."""
    if document.media != "html" and config.engine == "trafilatura":
        return "keep_all"
    return "model" if config.engine == "auto" else config.engine


def kept_spans(document: Document, config: Config, rules: SourceRules | None = None) -> SpanSet:
    """What is main text: what the source's `[content]` selects, else what the engine keeps.

    Where the engine finds nothing, what else may tell the article is asked in turn: the engine favouring recall, the
    body told in JSON-LD, the lines that are prose. Empty only for a page without prose.
    """
    selected = selected_spans(document, rules)
    if selected:
        return selected
    name = engine_name(document, config)
    if name == "keep_all":
        return SpanSet([Span(0, len(document.text))])
    if name == "model":
        name = "trafilatura"  # asked beside the model: by benchmarks, and where a caller wants an engine's view
    for text in _candidates(document, ENGINES[name]):
        spans = align(document.text, document.blocks, text)
        if spans:
            return spans
    return SpanSet(
        block.span
        for block in document.blocks
        if not block.marks & HIDDEN_MARKS and len(block.span.of(document.text).split()) >= _PROSE_WORDS
    )


class EngineStage:
    """Removes what an engine or a source's `[content]` left out. What it keeps is `Settled.article`. Proposes nothing
    for text that is no page, nor where the content model judges."""

    def propose(self, context: Context, settled: Settled) -> Iterable[Proposal]:
        """An edit for each stretch of lines of one kind outside the article that still stands."""
        if context.judgement is not None:
            return
        document = context.document
        name = engine_name(document, context.config)
        selected = selected_spans(document, context.rules)
        if not selected and name == "keep_all":
            return
        kept = selected or settled.article
        origin = Origin("engine", "content" if selected else name)
        for stretch in _stretches(document, kept):
            for part in settled.removed.outside(stretch.span):
                if part.of(document.text).strip():
                    yield Edit(part, stretch.kind, origin, confidence=_CONFIDENCE, evidence=stretch.evidence)


def _trafilatura(document: Document, *, favor_recall: bool) -> str:
    if not isinstance(document.dom, DomIndex):
        return ""
    page = document.dom.tree.html
    if not page:
        return ""
    import trafilatura  # noqa: PLC0415 - a quarter of a second, and only pages need it

    try:
        text = trafilatura.extract(page, favor_recall=favor_recall, include_comments=False, deduplicate=False)
    except Exception:  # whatever a broken page does to a third party's parser, there are other ways to read it
        return ""
    return text or ""


def _candidates(document: Document, engine: Engine) -> Iterator[str]:
    yield engine(document)
    yield _trafilatura(document, favor_recall=True)
    yield document.witness or ""


def selected_spans(document: Document, rules: SourceRules | None) -> SpanSet:
    """What the first of a source's content selectors that finds enough text stands for."""
    if rules is None or document.dom is None:
        return SpanSet()
    hidden = SpanSet(block.span for block in document.blocks if block.marks & HIDDEN_MARKS)
    for selector in rules.content:
        spans = document.dom.select(selector).minus(hidden)
        if sum(len(span.of(document.text).split()) for span in spans) >= _SUBSTANTIAL_WORDS:
            return spans
    return SpanSet()


@dataclass(slots=True)
class _Stretch:
    """Neighbouring lines, or parts of lines, of one kind that are no main text."""

    span: Span
    kind: Kind
    evidence: tuple[Evidence, ...]


def _stretches(document: Document, kept: SpanSet) -> list[_Stretch]:
    guess = KindGuess(document, kept)
    stretches: list[_Stretch] = []
    whole = False  # whether the last stretch ends with its line, so that the next line may join it
    for number, block in enumerate(document.blocks):
        parts = kept.outside(block.span)
        for part in parts:
            if not any(map(str.isalnum, part.of(document.text))) and part != block.span:
                continue
            kind = guess.of(number)
            if whole and part.start == block.span.start and stretches[-1].kind is kind:
                stretches[-1].span = Span(stretches[-1].span.start, part.end)
            else:
                stretches.append(_Stretch(part, kind, guess.evidence(number)))
            whole = part.end == block.span.end
        if not parts:
            whole = False
    return stretches
