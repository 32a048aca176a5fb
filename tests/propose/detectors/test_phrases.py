"""Every phrase hits its examples and not its near misses, and hits them still when letters were deleted."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from cleaner.config import Config
from cleaner.model import Block, Document, Settled
from cleaner.propose import Context
from cleaner.propose.detectors.reader import Reader
from cleaner.propose.units import Units
from cleaner.propose.views import Views
from cleaner.rules import PhraseEntry, PhrasePack, PhrasePacks, RuleBook, load_rules
from cleaner.spans import Rewording, Span, SpanSet, View

LANGUAGES = ("de", "en", "es", "fr", "it", "ja", "ko", "nl", "no", "pl", "pt", "ru", "sv", "da", "tr", "zh")
BOOK: RuleBook = load_rules()
PACKS = {pack.id: pack for language in LANGUAGES for pack in BOOK.packs(language)}
PHRASES = [(pack, phrase) for pack in PACKS.values() for phrase in pack.phrases]
IDS = [f"{pack.language}-{phrase.id}" for pack, phrase in PHRASES]
ENGLISH = [(pack, phrase) for pack, phrase in PHRASES if pack.language == "en"]


def _alone(pack: PhrasePack, phrase: PhraseEntry) -> PhrasePack:
    return PhrasePack(pack.id, pack.language, (phrase,))


@pytest.mark.parametrize(("pack", "phrase"), PHRASES, ids=IDS)
def test_examples_are_hit(pack: PhrasePack, phrase: PhraseEntry) -> None:
    hit = {found.index for found in _alone(pack, phrase).hits(phrase.examples)}
    assert [example for at, example in enumerate(phrase.examples) if at not in hit] == []


@pytest.mark.parametrize(("pack", "phrase"), PHRASES, ids=IDS)
def test_near_misses_are_not(pack: PhrasePack, phrase: PhraseEntry) -> None:
    found = _alone(pack, phrase).hits(phrase.near_misses)
    assert [phrase.near_misses[hit.index][hit.start : hit.end] for hit in found] == []
    assert phrase.near_misses


@pytest.mark.parametrize(("pack", "phrase"), PHRASES, ids=IDS)
def test_every_pattern_has_an_example(pack: PhrasePack, phrase: PhraseEntry) -> None:
    idle = [p for p in phrase.pattern if not _alone(pack, replace(phrase, pattern=(p,))).hits(phrase.examples)]
    assert idle == []


@pytest.mark.parametrize(("pack", "phrase"), ENGLISH, ids=[f"en-{phrase.id}" for _, phrase in ENGLISH])
def test_english_examples_are_hit_in_the_repaired_view(pack: PhrasePack, phrase: PhraseEntry) -> None:
    for example in phrase.examples:
        if "ad" in example:
            context = _damaged(_alone(pack, phrase), example)
            (line,) = Reader(context, Settled()).page(SpanSet())
            assert line.hits, example


def _damaged(pack: PhrasePack, example: str) -> Context:
    """A document that is `example` without its "ad"s, read through a view that puts them back."""
    text = ""
    fixes: list[Rewording] = []
    for at, part in enumerate(example.split("ad")):
        if at:
            # A repair replaces letters, so it takes the neighbour along as the real ones take the word.
            start = max(0, len(text) - 1)
            fixes.append(Rewording(Span(start, len(text)), f"{text[start:]}ad"))
        text += part
    merged = [fix for fix in fixes if fix.span] if all(fix.span for fix in fixes) else []
    if not merged or any(a.span.end > b.span.start for a, b in pairwise(merged)):
        text = example.replace("ad", "")
        merged = [Rewording(Span(0, len(text)), example)]
    repaired = View(text, merged)
    assert repaired.text == example
    views = Views(View(text), repaired)
    document = Document("-", "text", text, (Block(Span(0, len(text))),))
    return Context(document, Config(), views, Units(document, views), "en", packs=PhrasePacks((pack,)))
