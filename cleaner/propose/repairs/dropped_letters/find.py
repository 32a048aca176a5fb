"""From a document to its dropped-letter edits: the gate, the channel, the readings, and what is sure enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaner.config import Config
from cleaner.kinds import Kind
from cleaner.model import Document, Edit, Evidence, Origin, Reading, Unresolved
from cleaner.propose.repairs.damage import Damage
from cleaner.propose.repairs.dropped_letters import decode, gate, language_model
from cleaner.propose.repairs.dropped_letters.channel import (
    KNOWN,
    LIGATURES,
    Channel,
    prior_of,
    readings_of,
)
from cleaner.propose.repairs.dropped_letters.decode import Decoded, spelled_like
from cleaner.propose.repairs.dropped_letters.evidence import Stretches, stretches
from cleaner.propose.repairs.dropped_letters.gate import Suspicion
from cleaner.propose.repairs.dropped_letters.language_model import UNKNOWN_ID, LanguageModel
from cleaner.propose.repairs.dropped_letters.profile import Profile
from cleaner.propose.repairs.dropped_letters.tokens import STOP, WORD, Tokens, folded, tokenise
from cleaner.spans import Span

ORIGIN = Origin("repair", "dropped-letters")
TABLES = Path(__file__).parent / "tables"

SURE_NONWORD = 0.8
SURE_WORD = 0.9
"""Posteriors from which a reading is put in place of a form that is no word, and of one that is a word itself."""

LIKELY = 0.5
"""The same where `config.repairs` is `all`."""

DOUBTFUL = 0.25
"""From this probability of damage on, a form that is a word itself is reported as unresolved; below, it is taken to
be right."""

RARE = -11.5
"""Log probability under which a listed word counts as rare: one in 100,000 words."""

MAX_CHANNELS = 5
MIN_SUPPORT = 2
MIN_SUPPORT_UNKNOWN = 3
"""Distinct words that must support a string known to be dropped, and any other."""


@dataclass(frozen=True)
class Diagnosis:
    """One channel, tried on a text."""

    channel: Channel
    decoded: Decoded
    where: Stretches
    margin: float


def find(
    document: Document,
    config: Config,
    language: str | None = None,
    profile: Profile | None = None,  # noqa: ARG001
    tables: Path = TABLES,
) -> Damage | None:
    """The dropped letters of `document`; `None` where the gate sees nothing."""
    if config.repairs == "off" or (language is not None and language != "en"):
        return None
    start = document.front_matter.end if document.front_matter else 0
    text = document.text[start:] if start else document.text
    suspected = gate.suspicions(text, gate.load(tables / "gate.bin"))
    if not suspected:
        return None
    model = language_model.load(tables / "english.bin")
    tokens = tokenise(document.text, start)
    diagnosis = diagnose(tokens, suspected, model)
    if diagnosis is None:
        return None
    return _damage(tokens, diagnosis, config, model)


def diagnose(tokens: Tokens, suspected: Sequence[Suspicion], model: LanguageModel) -> Diagnosis | None:
    """The channel that explains the text best, or none that beats its prior."""
    lowered = [word.lower() for word in tokens.words]
    best: Diagnosis | None = None
    for strings in _hypotheses(lowered, suspected):
        diagnosis = _try(tokens, lowered, strings, model)
        needed = MIN_SUPPORT if strings in KNOWN else MIN_SUPPORT_UNKNOWN
        if (
            diagnosis.margin > 0
            and len(diagnosis.where.supporters) >= needed
            and (best is None or diagnosis.margin > best.margin)
        ):
            best = diagnosis
    return best


def _hypotheses(lowered: Sequence[str], suspected: Sequence[Suspicion]) -> list[tuple[str, ...]]:
    tried = [suspicion.strings for suspicion in suspected[:MAX_CHANNELS]]
    if any(string in LIGATURES for strings in tried for string in strings):
        everything = "\n".join(lowered)
        absent = tuple(s for s in LIGATURES if everything.count(s) * 500 <= len(lowered))
        tried += [strings for strings in (absent, LIGATURES) if len(strings) > 1 and strings not in tried]
    return tried


def _try(tokens: Tokens, lowered: Sequence[str], strings: tuple[str, ...], model: LanguageModel) -> Diagnosis:
    # A capitalised form of the string that still stands tells that the deletion minded case.
    capitals = any(
        s in low and s not in word
        for word, low in zip(tokens.words, lowered, strict=True)
        for s in strings
        if low is not word
    )
    channel = Channel(strings, any_case=not capitals)
    lattice = decode.lattice_of(tokens, channel, readings_of(strings, model), model)
    decoded = decode.decode(lattice, model)
    intact = [at for at, word in enumerate(tokens.words) if any(s in word for s in strings)]
    where = stretches(tokens, lattice.positions.tolist(), decoded.evidence.tolist(), intact)
    return Diagnosis(channel, decoded, where, where.nats - prior_of(strings))


def _damage(tokens: Tokens, diagnosis: Diagnosis, config: Config, model: LanguageModel) -> Damage:
    decoded, where, channel = diagnosis.decoded, diagnosis.where, diagnosis.channel
    lattice = decoded.lattice
    posterior = _agreed(tokens, decoded, model)
    edits: list[Edit] = []
    unresolved: list[Unresolved] = []
    bounds = np.append(lattice.first, len(lattice.row_word)).tolist()
    channels = (Evidence("channel", channel.name), Evidence("supporters", ", ".join(where.supporters[:8])))
    covered = set(lattice.positions.tolist())
    starts = _sentence_starts(tokens)
    for index, at in enumerate(lattice.positions.tolist()):
        word = tokens.words[at]
        span = Span(tokens.starts[at], tokens.starts[at] + len(word))
        low, high = bounds[index], bounds[index + 1]
        here = posterior[low:high]
        damaged = float(where.damaged[index])
        best = 1 + int(np.argmax(here[1:]))
        confidence = float(here[best]) * damaged
        readings = []
        for row in range(low + 1, high):
            word_id = int(lattice.row_word[row])
            spelled = spelled_like(
                word, lattice.row_text[row], channel.strings, start=starts[at], name=bool(model.title[word_id] > 0.5)
            )
            readings.append(Reading(spelled, round(float(posterior[row]) * damaged, 4)))
        nonword = _is_nonword(word, int(lattice.row_word[low]), model)
        sure = LIKELY if config.repairs == "all" else SURE_NONWORD if nonword else SURE_WORD
        if confidence >= sure:
            evidence = (*channels, *_rivals(word, readings, best - 1, float(here[0])))
            edits.append(Edit(span, Kind.REPAIR, ORIGIN, readings[best - 1].text, round(confidence, 4), evidence))
        elif damaged > 0.5 and (nonword or 1.0 - float(here[0]) >= DOUBTFUL):
            told = sorted((r for r in readings if r.probability >= 0.005), key=lambda r: -r.probability)
            unresolved.append(Unresolved(span, tuple(told), ORIGIN))
    unresolved += _strangers(tokens, diagnosis, covered, model)
    unresolved.sort(key=lambda u: u.span)
    return Damage(tuple(edits), tuple(unresolved), (channel.name,))


def _rivals(word: str, readings: Sequence[Reading], best: int, own: float) -> list[Evidence]:
    rivals = [*((r.probability, r.text) for at, r in enumerate(readings) if at != best), (own, word)]
    probability, text = max(rivals)
    return [
        Evidence("reading", readings[best].text),
        Evidence("runner_up", text),
        Evidence("runner_up_probability", round(probability, 4)),
    ]


def _is_nonword(word: str, word_id: int, model: LanguageModel) -> bool:
    if word_id == UNKNOWN_ID:
        return True
    if len(word) == 1 and word not in ("a", "I"):
        return True
    return not model.listed[word_id] or bool(model.logp[word_id] < -15.0)


def _agreed(tokens: Tokens, decoded: Decoded, model: LanguageModel) -> NDArray[np.float64]:
    """The posteriors, with the occurrences of a rare type heard together.

    A form that is seldom a word itself hardly means one thing here and another there: where its occurrences lean to
    the same reading, their odds multiply. Frequent words (me, he) stand for themselves each time.
    """
    lattice = decoded.lattice
    posterior = decoded.posterior.copy()
    bounds = np.append(lattice.first, len(lattice.row_word)).tolist()
    groups: dict[str, list[int]] = {}
    for index, at in enumerate(lattice.positions.tolist()):
        own = int(lattice.row_word[bounds[index]])
        if own == UNKNOWN_ID or model.logp[own] < RARE:
            groups.setdefault(tokens.words[at], []).append(index)
    for members in groups.values():
        if len(members) < 2:
            continue
        rows = np.array([range(bounds[i], bounds[i + 1]) for i in members])
        logs = np.log(np.maximum(decoded.posterior[rows], 1e-9))
        if len(set(np.argmax(logs, axis=1).tolist())) > 1:
            continue
        joint = logs.sum(axis=0)
        weights = np.exp(joint - joint.max())
        posterior[rows] = np.maximum(weights / weights.sum(), 0.0)
    return posterior


def _sentence_starts(tokens: Tokens) -> list[bool]:
    starts = []
    start = True
    for kind in tokens.kinds:
        starts.append(start)
        start = kind == STOP or (start and kind != WORD)
    return starts


def _strangers(tokens: Tokens, diagnosis: Diagnosis, covered: set[int], model: LanguageModel) -> list[Unresolved]:
    """Lower-case forms in damaged text that are no words and that no known word leaves: damaged, and beyond repair."""
    positions = diagnosis.decoded.lattice.positions
    found = []
    for at, (word, kind) in enumerate(zip(tokens.words, tokens.kinds, strict=True)):
        if kind != WORD or at in covered or not word.islower() or "'" in folded(word):
            continue
        word_id = model.ids.get(folded(word), UNKNOWN_ID)
        # Word lists leave out rare words, but no short ones.
        if word_id != UNKNOWN_ID and (model.listed[word_id] or len(word) > 3 or len(word) == 1):
            continue
        if any(s in word for s in diagnosis.channel.strings):
            continue
        near = int(np.clip(np.searchsorted(positions, at), 0, len(positions) - 1))
        if diagnosis.where.damaged[near] > 0.5:
            found.append(Unresolved(Span(tokens.starts[at], tokens.starts[at] + len(word)), (), ORIGIN))
    return found
