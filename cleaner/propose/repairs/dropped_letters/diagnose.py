"""Which channel damaged a text, if any: each suspicion of the gate is tried on the whole text, and must beat its
prior."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import regex
from numpy.typing import NDArray

from cleaner.propose.repairs.dropped_letters import decode
from cleaner.propose.repairs.dropped_letters.channel import (
    KNOWN,
    LIGATURES,
    Channel,
    Readings,
    prior_of,
    readings_among,
)
from cleaner.propose.repairs.dropped_letters.decode import Decoded, Scorer
from cleaner.propose.repairs.dropped_letters.evidence import Stretches
from cleaner.propose.repairs.dropped_letters.gate import Suspicion
from cleaner.propose.repairs.dropped_letters.language_model import LanguageModel, in_dictionary, is_nonword
from cleaner.propose.repairs.dropped_letters.lattice import Prepared, lattice_of, prepare
from cleaner.propose.repairs.dropped_letters.profile import NOTHING, SourceEvidence
from cleaner.propose.repairs.dropped_letters.tokens import Tokens
from cleaner.propose.repairs.dropped_letters.witness import witnesses

MAX_CHANNELS = 5
SURE_MARGIN = 10.0
"""Nats over the prior that make up for a supporter too few, or for supporters that are words themselves; clean text
never came to half of it."""

LONE_MARGIN = -2.0
"""Nats under the prior at which a single suspicion still gets the full examination, which costs five times as much as
the n-grams alone."""

LOUD_NATS = 8.0
"""What the gate hears of a single suspicion from which on it gets the full examination at once: of 663 texts of 300
words that lost "ad", "th", "er" or "cl" and came to so much, the n-grams alone would have sent on all. It takes a
quarter off the time of such a text."""

QUIET = 0.5
"""A string that the gate hears less than half as loud as another is that one's echo, and not tried."""

MIN_SUPPORT = 2
MIN_SUPPORT_UNKNOWN = 3
"""Distinct words that must support a string known to be dropped, and any other."""

PROOF_LETTERS = 5
"""Letters from which on an unknown word that a known string leaves is proof enough, for a source and for a text that
holds the string nowhere."""

PLAIN_LETTERS = 3
PLAIN_MARGINS = (10.0, 4.0, 0.0)
"""Where the string still stands in the text: the nats over the prior that it takes with no plain supporter, with one,
and with two. Plain supporters are no words and longer than initials. A text about names, dialect or letters holds an
"h" and a "leer" beside its "had" (two such texts came to 4.3 and 1.8); half a damaged article holds an "alrey" too. To
ask for two of every text cost .04 of the recall on articles that are damaged in half."""

EXPECTED = 1.0
"""Nats asked of a text whose source is known to have lost the string."""

STEM = 4
"""Words that begin with the same so many letters speak once (presses, pressing), and so do all single letters."""

LIGATURE_RATE = 500
"""A ligature that stands in fewer than one word in so many is missing: even "fl" stands in one in 250."""


@dataclass(frozen=True)
class Diagnosis:
    """One channel, tried on a text. `margin`: nats of evidence over what the channel's prior asks."""

    channel: Channel
    decoded: Decoded
    where: Stretches
    margin: float


@dataclass(frozen=True)
class _Ground:
    """What is known of a deletion before any reading is weighed: the channel, the words that still hold the string, the
    readings of every form and the witnesses."""

    channel: Channel
    intact: Sequence[int]
    readings: Readings
    named: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Weighed:
    """What speaks for a deletion in one text; `loudest`: the nats of the one form that is no word, nor the end of
    a line, and says most."""

    where: Stretches
    loudest: float


class Patient:
    """A text under examination, and what is known of it whatever the channel."""

    def __init__(
        self, tokens: Tokens, outside: Sequence[str], scorer: Scorer, source: SourceEvidence = NOTHING
    ) -> None:
        self.tokens = tokens
        self.outside = outside
        self.scorer = scorer
        self.source = source
        self._grounds: dict[tuple[str, ...], _Ground] = {}

    @cached_property
    def prepared(self) -> Prepared:
        """The words, looked up."""
        return prepare(self.tokens, self.scorer.model)

    @cached_property
    def lowered(self) -> list[str]:
        """The words, lower case."""
        return [word.lower() for word in self.tokens.words]

    @cached_property
    def _forms(self) -> frozenset[str]:
        """The distinct words, folded, with and without a genitive's ending."""
        lows = frozenset(self.prepared.lows)
        return lows | {low.removesuffix("'s") for low in lows}

    def diagnose(self, suspected: Sequence[Suspicion]) -> Diagnosis | None:
        """The channel that explains the text best, or none that beats its prior."""
        hypotheses = self._hypotheses(suspected)
        if len(hypotheses) == 1 and suspected and suspected[0].nats >= LOUD_NATS:
            likeliest = hypotheses[0]
        else:
            quick = [self._try(strings, quick=True) for strings in hypotheses]
            likely = max(quick, key=lambda diagnosis: diagnosis.margin, default=None)
            if likely is None or likely.margin <= (LONE_MARGIN if len(quick) == 1 else 0.0):
                return None
            likeliest = likely.channel.strings
        best = self._try(likeliest, quick=False)
        return best if best.margin > 0 and self._supported(best) else None

    def _supported(self, diagnosis: Diagnosis) -> bool:
        """Whether enough words of different stems speak for the channel, and enough of them are no words."""
        stems: list[str] = []
        nonwords = plain_nonwords = 0
        for word in diagnosis.where.supporters:
            if any(word[:STEM] == stem[:STEM] or len(word) == len(stem) == 1 for stem in stems):
                continue
            stems.append(word)
            unknown = not in_dictionary(word, self.scorer.model)
            nonwords += unknown
            plain_nonwords += unknown and len(word) >= PLAIN_LETTERS
        if diagnosis.channel.strings in self.source.channels:
            return bool(stems)
        plainly = PLAIN_MARGINS[min(plain_nonwords, len(PLAIN_MARGINS) - 1)]
        if diagnosis.where.intact and diagnosis.margin < plainly:
            return False
        if diagnosis.channel.strings in KNOWN:
            return (len(stems) >= MIN_SUPPORT and nonwords >= 1) or self._proven(diagnosis.where)
        if len(stems) < MIN_SUPPORT_UNKNOWN:
            return len(stems) == nonwords == MIN_SUPPORT and diagnosis.margin >= SURE_MARGIN
        return (
            nonwords >= 2 or (nonwords == 1 and diagnosis.margin >= SURE_MARGIN) or diagnosis.margin >= 2 * SURE_MARGIN
        )

    def _proven(self, where: Stretches) -> bool:
        """Whether one word is proof enough, in a text that holds the string nowhere."""
        ids = self.scorer.model.ids
        return not where.intact and any(is_proof(word, self.tokens.text, ids) for word in where.supporters)

    def _hypotheses(self, suspected: Sequence[Suspicion]) -> list[tuple[str, ...]]:
        loud = [suspicion for suspicion in suspected if suspicion.nats >= suspected[0].nats * QUIET]
        tried = [suspicion.strings for suspicion in loud[:MAX_CHANNELS]]
        tried += [strings for strings in self.source.channels if strings not in tried]
        if any(string in LIGATURES for strings in tried for string in strings):
            everything = "\n".join(self.lowered)
            absent = tuple(s for s in LIGATURES if everything.count(s) * LIGATURE_RATE <= len(self.lowered))
            tried += [strings for strings in (absent, LIGATURES) if len(strings) > 1 and strings not in tried]
        return tried

    def _try(self, strings: tuple[str, ...], *, quick: bool) -> Diagnosis:
        ground = self._grounds.get(strings) or self._grounds.setdefault(strings, self._ground(strings))
        model = self.scorer.model
        lattice = lattice_of(self.prepared, ground.channel, ground.readings, model, ground.named, parted=not quick)
        if self.source.words:
            gains = favoured(self.source, model)
            lattice = replace(lattice, row_base=lattice.row_base + gains[lattice.row_word])
        decoded = decode.decode(lattice, self.scorer, quick=quick)
        where = Stretches(self.tokens, lattice.positions.tolist(), decoded.evidence.tolist(), ground.intact)
        asked = EXPECTED if strings in self.source.channels else prior_of(strings)
        return Diagnosis(ground.channel, decoded, where, where.nats - asked)

    def _ground(self, strings: tuple[str, ...]) -> _Ground:
        prepared = self.prepared
        standing = self._holding(prepared.lows, strings)
        intact = self._holding(prepared.types, strings)
        # A capitalised form of the string that still stands tells that the deletion minded case; of the ligatures,
        # fonts have none with a capital.
        minds_case = len(intact) < len(standing) or set(strings) <= set(LIGATURES)
        channel = Channel(strings, any_case=not minds_case)
        known = [*self.outside, *(self.tokens.words[at] for at in standing)]
        named = {**named_by(self.source, strings), **witnesses(known, strings)}
        return _Ground(channel, intact, readings_among(self._forms, strings, self.scorer.model), named)

    def _holding(self, spellings: Sequence[str], strings: tuple[str, ...]) -> list[int]:
        """The tokens whose type holds one of `strings`, in one of its `spellings`."""
        shortest = [s for s in strings if not any(other != s and other in s for other in strings)]
        found = np.logical_or.reduce([[string in spelling for spelling in spellings] for string in shortest])
        holds = np.append(found, False)
        return np.flatnonzero(holds[self.prepared.of_type]).tolist()

    def weigh(self, strings: tuple[str, ...]) -> Weighed:
        """What speaks for the deletion of `strings`; where the n-grams say nothing, they say it alone."""
        found = self._try(strings, quick=True)
        if found.where.nats > 0 and strings in KNOWN:
            found = self._try(strings, quick=False)
        lattice, tokens = found.decoded.lattice, self.tokens
        loudest = 0.0
        for at, nats, damaged in zip(
            lattice.positions.tolist(), found.decoded.evidence.tolist(), found.where.damaged.tolist(), strict=True
        ):
            if nats > loudest and damaged > 0.5 and is_nonword(tokens.words[at], self.scorer.model):
                end = tokens.starts[at] + len(tokens.words[at])
                loudest = loudest if _LINE_END.match(tokens.text, end) else nats
        return Weighed(found.where, loudest)


def is_proof(word: str, text: str, ids: Mapping[str, int]) -> bool:
    """Whether `word` is in no list, long, and no end of a cut line: "spreheets" is nothing but what "ads" leaves."""
    if len(word) < PROOF_LETTERS or word in ids:
        return False
    return regex.search(rf"(?<![\w-]){regex.escape(word)}(?=[,;:]? \p{{Ll}})", text) is not None


# A line's last word may be cut.
_LINE_END = regex.compile(r"[^\w\n]*(?:\n|\Z)")


@lru_cache(maxsize=64)
def named_by(source: SourceEvidence, strings: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """The source's names as witnesses for `strings`."""
    return witnesses(source.names, strings)


FAVOUR = 0.3
"""The share of a source's running text that is drawn from its own words, not from those of any text."""


@lru_cache(maxsize=16)
def favoured(source: SourceEvidence, model: LanguageModel) -> NDArray[np.float64]:
    """What each word of the model gains by what the source favours, in nats; 0 for most."""
    gains = np.zeros(len(model.logp))
    for word, ratio in source.words.items():
        if word in model.ids:
            gains[model.ids[word]] = np.log(1.0 - FAVOUR + FAVOUR * ratio)
    return gains
