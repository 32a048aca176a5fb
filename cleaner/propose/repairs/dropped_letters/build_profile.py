"""Build a profile: read every document of a folder once, and freeze what they say together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import regex

from cleaner.model import Document
from cleaner.propose.repairs.dropped_letters import gate
from cleaner.propose.repairs.dropped_letters.channel import KNOWN, prior_of
from cleaner.propose.repairs.dropped_letters.diagnose import MIN_SUPPORT, MIN_SUPPORT_UNKNOWN, Patient, is_proof
from cleaner.propose.repairs.dropped_letters.find import TABLES, load_scorer
from cleaner.propose.repairs.dropped_letters.language_model import UNKNOWN_ID
from cleaner.propose.repairs.dropped_letters.profile import Finding, Profile, Support, pooled, source_key
from cleaner.propose.repairs.dropped_letters.tokens import folded, tokenise
from cleaner.propose.repairs.dropped_letters.witness import outside_words

PROOF_NATS = 5.0
"""The nats of one form that is no word from which on it is proof too ("tutoring le to"), in a text that holds the
string nowhere. Of 140 clean articles, the loudest came to 3.5."""

_NAME = regex.compile(r"[^\W\d_]{4,40}")


def build(documents: Iterable[Document], tables: Path = TABLES) -> Profile:
    """The profile of `documents`, which are read once, one at a time. Their order makes no difference."""
    model = load_scorer(tables).model

    def needed(strings: tuple[str, ...]) -> int:
        return MIN_SUPPORT if strings in KNOWN else MIN_SUPPORT_UNKNOWN + 1

    def expected(word: str) -> float:
        return float(np.exp(model.logp[model.ids[word]]))

    return pooled((finding_of(document, tables) for document in documents), prior_of, needed, expected)


def finding_of(document: Document, tables: Path = TABLES) -> Finding:
    """What `document` alone adds to the profile of its source."""
    scorer = load_scorer(tables)
    table = gate.load(tables / "gate.bin")
    start = document.front_matter.end if document.front_matter else 0
    text = document.text[start:]
    tokens = tokenise(document.text, start)
    outside = outside_words(document)
    patient = Patient(tokens, outside, scorer)
    seen = gate.glance(text, table)
    suspected = {s.strings for s in gate.suspicions(text, seen, table)}
    if seen.english:
        suspected |= set(KNOWN)
    ids = scorer.model.ids
    weighed = {strings: patient.weigh(strings) for strings in sorted(suspected)}
    most = max((found.where.nats for found in weighed.values()), default=0.0)
    channels: dict[tuple[str, ...], Support] = {}
    for strings, found in weighed.items():
        where = found.where
        if where.nats > 0 and where.supporters:
            # Of what "ad" leaves, some looks as if "ads" had been lost: the string that explains most is proven alone.
            loud = found.loudest >= PROOF_NATS and where.nats == most and not where.intact
            proof = strings in KNOWN and (loud or any(is_proof(word, text, ids) for word in where.supporters))
            channels[strings] = Support(where.nats, where.supporters, proof)
    names = {
        word
        for word in {word.removesuffix("'s").removesuffix("’s") for word in (*outside, *tokens.words)}
        if _NAME.fullmatch(word)
        and (not word.isascii() or (word[0].isupper() and ids.get(folded(word), UNKNOWN_ID) == UNKNOWN_ID))
    }
    words: Mapping[str, int] = {}
    if seen.english and not channels:
        words = Counter(low for low in map(folded, tokens.words) if len(low) > 1 and low in ids)
    return Finding(source_key(document), channels, tuple(sorted(names)), words)
