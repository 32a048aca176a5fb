"""From a document to its dropped-letter edits: the gate, the channel, the readings, and what is sure enough."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from pathlib import Path

import numpy as np

from cleaner.config import Config
from cleaner.kinds import Kind
from cleaner.model import Document, Edit, Evidence, Origin, Reading, Unresolved
from cleaner.propose.repairs.damage import Damage, joined
from cleaner.propose.repairs.dropped_letters import context, gate, language_model
from cleaner.propose.repairs.dropped_letters.casing import AT_START, SURE_CASE, UPPER, Caser, casing
from cleaner.propose.repairs.dropped_letters.decode import Scorer
from cleaner.propose.repairs.dropped_letters.diagnose import Diagnosis, Patient
from cleaner.propose.repairs.dropped_letters.drop_cap import DropCap, drop_cap, opening
from cleaner.propose.repairs.dropped_letters.evidence import REPEAT
from cleaner.propose.repairs.dropped_letters.language_model import UNKNOWN_ID, LanguageModel
from cleaner.propose.repairs.dropped_letters.non_ascii import Witnessed, possible_witnesses, witnessed
from cleaner.propose.repairs.dropped_letters.profile import NOTHING, Profile
from cleaner.propose.repairs.dropped_letters.thresholds import LIKELY, NAMED, SURE_NONWORD, Thresholds
from cleaner.propose.repairs.dropped_letters.tokens import Tokens, folded, tokenise
from cleaner.propose.repairs.dropped_letters.witness import outside_words
from cleaner.spans import Span

ORIGIN = Origin("repair", "dropped-letters")
TABLES = Path(__file__).parent / "tables"

SURE_STRETCH = 0.95
"""The probability of damage that a word's stretch takes where the string still stands in the text: between the clean
and the damaged part one edit in three was wrong under it (half b), and the clean part was edited there alone."""

SURE_CAP = 0.75
"""The posterior that a drop cap takes: of 340 on half b, one in a hundred was wrong from here on, one in three just
under it."""

WITNESS_CONFIDENCE = 0.97
"""A form that is no word, in a line without such letters, and the one whole word that leaves it: wrong for rare
namesakes alone."""

DOUBTFUL = 0.25
"""From this probability of damage on, a form that is a word itself is reported as unresolved; below, it is taken to
be right."""

TOOK_CAPITALS = 0.3
"""The probability that a deletion took capitals too, before anything tells; none of the string stands with one."""

CAPITALISED = 0.17
"""The share of the words that lost their first letter which began with a capital, where capitals went too ("ad", "fi":
half b)."""

ABBREVIATION = 0.1
"""A word that is written in capitals less often than this is no reading of capitals amid small letters: AWS is no
FLAWS. Of the edits of half b that put one in, each was wrong."""


def find(
    document: Document,
    config: Config,
    profile: Profile | None = None,
    tables: Path = TABLES,
) -> Damage | None:
    """The dropped letters of `document`; `None` where nothing speaks for any, which costs next to nothing to see."""
    if config.repairs == "off":
        return None
    start = document.front_matter.end if document.front_matter else 0
    text = document.text[start:] if start else document.text
    source = profile.of(document) if profile else NOTHING
    table = gate.load(tables / "gate.bin")
    seen = gate.glance(text, table)
    if not seen.english:
        return None
    suspected = gate.suspicions(text, seen, table)
    witnessing = possible_witnesses(text, [*outside_words(document), *source.foreign])
    capless = opening(document.text, start)
    if not suspected and not source.channels and not witnessing and not capless:
        return None
    scorer = load_scorer(tables)
    parts: list[Damage | None] = []
    if suspected or source.channels:
        tokens = tokenise(document.text, start)
        diagnosis = Patient(tokens, outside_words(document), scorer, source).diagnose(suspected)
        if diagnosis is not None:
            parts.append(_damage(document.text, tokens, diagnosis, config, scorer.model))
    if witnessing:
        outside = {*outside_words(document), *source.foreign}
        parts.append(_restored(witnessed(document.text, start, witnessing, outside, scorer.model)))
    if capless:
        parts.append(_capped(drop_cap(document.text, capless, scorer), config))
    return joined(parts)


def _restored(found: Sequence[Witnessed]) -> Damage | None:
    name = "dropped letters outside ASCII"
    edits = tuple(
        Edit(
            Span(word.start, word.start + len(word.left)),
            Kind.REPAIR,
            ORIGIN,
            word.whole,
            WITNESS_CONFIDENCE,
            (Evidence("channel", name), Evidence("reading", word.whole), Evidence("witness", word.whole)),
        )
        for word in found
    )
    return Damage(edits, (), (name,)) if edits else None


def _capped(cap: DropCap | None, config: Config) -> Damage | None:
    if cap is None:
        return None
    span = Span(cap.start, cap.start + len(cap.word))
    best = cap.readings[0]
    if best.probability >= (LIKELY if config.repairs == "all" else SURE_CAP):
        heard = (Evidence("channel", "dropped capital"), *_rivals(cap.word, cap.readings, cap.own))
        edit = Edit(span, Kind.REPAIR, ORIGIN, best.text, best.probability, heard)
        return Damage((edit,), (), ("dropped capital",))
    return Damage((), (Unresolved(span, cap.readings, ORIGIN),), ()) if cap.own < 0.5 else None


def load_scorer(tables: Path = TABLES) -> Scorer:
    """The decoder's tables in the folder `tables`, mapped; kept for the life of the process."""
    return Scorer(language_model.load(tables / "english.bin"), context.load(tables / "context.bin"))


def _damage(text: str, tokens: Tokens, diagnosis: Diagnosis, config: Config, model: LanguageModel) -> Damage:
    where, channel, lattice = diagnosis.where, diagnosis.channel, diagnosis.decoded.lattice
    posterior = diagnosis.decoded.posterior
    edits: list[Edit] = []
    unresolved: list[Unresolved] = []
    bounds = np.append(lattice.first, len(lattice.row_word)).tolist()
    heard = (Evidence("channel", channel.name), Evidence("supporters", ", ".join(where.supporters[:8])))
    caser = Caser(text, tokens, channel.strings)
    took_capitals = _took_capitals(diagnosis, caser, model)
    thresholds = Thresholds(tokens, lattice, channel, caser, model, bold=config.repairs == "all")
    for index, at in enumerate(lattice.positions.tolist()):
        word = tokens.words[at]
        low, high = bounds[index], bounds[index + 1]
        own = float(posterior[low])
        nonword = thresholds.is_nonword(index)
        if own > max(1.0 - DOUBTFUL, 1.0 - LIKELY) and not nonword:
            continue
        case = casing(word)
        if took_capitals < SURE_CASE and case == UPPER:
            continue
        span = Span(tokens.starts[at], tokens.starts[at] + len(word))
        damaged = float(where.damaged[index])
        ranked: list[tuple[Reading, int]] = []
        for row in range(low + 1, high):
            named = float(model.title[int(lattice.row_word[row])])
            spelling = caser.spelled(at, lattice.row_text[row], named=named, took_capitals=took_capitals)
            probability = round(float(posterior[row]) * damaged * spelling.sure, 4)
            probability = min(probability, LIKELY) if spelling.sure < SURE_CASE else probability
            ranked.append((Reading(spelling.text, probability), row))
        ranked.sort(key=lambda pair: -pair[0].probability)
        readings, best = [reading for reading, _ in ranked], ranked[0][1]
        if case == UPPER and not caser.shouted(at) and model.upper[int(lattice.row_word[best])] < ABBREVIATION:
            continue
        placed = damaged >= SURE_STRETCH or not where.intact or config.repairs == "all"
        if placed and readings[0].probability >= thresholds.of(index, best):
            evidence = (*heard, *_rivals(word, readings, own))
            edits.append(Edit(span, Kind.REPAIR, ORIGIN, readings[0].text, readings[0].probability, evidence))
        elif damaged > 0.5 and (nonword or 1.0 - own >= DOUBTFUL):
            told = tuple(reading for reading in readings if reading.probability >= 0.005)
            unresolved.append(Unresolved(span, told, ORIGIN))
    unresolved += _strangers(tokens, diagnosis, model)
    unresolved.sort(key=lambda u: u.span)
    return Damage(tuple(edits), tuple(unresolved), (channel.name,))


def _took_capitals(diagnosis: Diagnosis, caser: Caser, model: LanguageModel) -> float:
    """The probability that the deletion took capitals too: of the words that lost their first letter, more stand where
    capitals do (sentences, headlines) or are names than would if those with a capital had been spared."""
    channel, lattice = diagnosis.channel, diagnosis.decoded.lattice
    if not channel.any_case:
        return 0.0
    bounds = np.append(lattice.first, len(lattice.row_word)).tolist()
    odds = log(TOOK_CAPITALS / (1.0 - TOOK_CAPITALS))
    seen: set[str] = set()
    for index, at in enumerate(lattice.positions.tolist()):
        here = diagnosis.decoded.posterior[bounds[index] : bounds[index + 1]]
        best = int(np.argmax(here))
        row = bounds[index] + best
        if best and here[best] > SURE_NONWORD and lattice.row_text[row].startswith(channel.strings):
            named = float(model.title[int(lattice.row_word[row])])
            capital = AT_START if named >= NAMED else caser.capital_here(at)
            odds += (REPEAT if lattice.words[index] in seen else 1.0) * log((1.0 - CAPITALISED) / (1.0 - capital))
            seen.add(lattice.words[index])
    return 1.0 / (1.0 + exp(-odds))


def _rivals(word: str, readings: Sequence[Reading], own: float) -> list[Evidence]:
    probability, text = max([*((r.probability, r.text) for r in readings[1:]), (own, word)])
    return [
        Evidence("reading", readings[0].text),
        Evidence("runner_up", text),
        Evidence("runner_up_probability", round(probability, 4)),
    ]


def _strangers(tokens: Tokens, diagnosis: Diagnosis, model: LanguageModel) -> list[Unresolved]:
    """Lower-case forms in damaged text that are no words and that no known word leaves: damaged, and beyond repair."""
    lattice = diagnosis.decoded.lattice
    assert lattice.prepared is not None
    types = [
        _is_strange(word, int(own), model) and not any(s in word for s in diagnosis.channel.strings)
        for word, own in zip(lattice.prepared.types, lattice.prepared.own, strict=True)
    ]
    strange = np.array([*types, False])[lattice.prepared.of_type]
    strange[lattice.positions] = False
    found = []
    for at in np.flatnonzero(strange).tolist():
        word = tokens.words[at]
        near = int(np.clip(np.searchsorted(lattice.positions, at), 0, len(lattice.positions) - 1))
        if diagnosis.where.damaged[near] > 0.5:
            found.append(Unresolved(Span(tokens.starts[at], tokens.starts[at] + len(word)), (), ORIGIN))
    return found


def _is_strange(word: str, own: int, model: LanguageModel) -> bool:
    """Whether `word` is a lower-case form in no list; word lists leave out rare words, but no short ones."""
    if not word.islower() or "'" in folded(word):
        return False
    return own == UNKNOWN_ID or not (model.listed[own] or len(word) > 3 or len(word) == 1)
