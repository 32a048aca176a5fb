"""Decode: for every token of a damaged text, what it read before the deletion, and how sure that is.

The readings of a `lattice` are weighed by how often the word stands, how it is cased, and how well it fits between its
neighbours; neighbours that are themselves in doubt are read as their best reading, twice over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.propose.repairs.dropped_letters import places
from cleaner.propose.repairs.dropped_letters.context import ContextModel
from cleaner.propose.repairs.dropped_letters.language_model import (
    COMMA_ID,
    LR_STEP,
    RESERVED,
    STOP_ID,
    UNKNOWN_ID,
    LanguageModel,
)
from cleaner.propose.repairs.dropped_letters.lattice import MAX_READINGS, WITNESSED, Lattice
from cleaner.propose.repairs.dropped_letters.places import places_of


@dataclass(frozen=True)
class Decoded:
    """The readings' posteriors, given damage; and each doubtful token's evidence for damage, in nats."""

    lattice: Lattice
    posterior: NDArray[np.float64]
    evidence: NDArray[np.float64]


def decode(lattice: Lattice, scorer: Scorer, *, quick: bool = False) -> Decoded:
    """Weigh the readings in `lattice`; `quick`: by the n-grams alone, which is enough to choose between channels."""
    ids = lattice.ids.copy()
    first = lattice.first
    if not len(first):
        empty = np.zeros(0)
        return Decoded(lattice, empty, empty)
    counts = np.diff(np.append(first, len(lattice.row_word)))
    owner = np.repeat(np.arange(len(first)), counts)
    # First by frequency, then by the n-grams: neighbours in doubt have a reading when the network looks at them.
    posterior = _softmax(lattice.row_base, first, counts)
    ids[lattice.positions + 2] = lattice.row_word[best_rows(posterior, first, owner)]
    told_first = features(lattice, ids, scorer.model)
    score = told_first @ scorer.weights[:FEATURES]
    if not quick:
        posterior = _softmax(score, first, counts)
        before, ids = ids, lattice.ids.copy()
        ids[lattice.positions + 2] = lattice.row_word[best_rows(posterior, first, owner)]
        beside = _told_again(told_first, lattice, before, ids, scorer.model)
        opinions = np.concatenate([beside, network_features(lattice, ids, owner, scorer)], axis=1)
        score = opinions @ scorer.weights
        rows = contested(_softmax(score, first, counts), first, owner)
        if len(rows):
            told = doubts(lattice, ids, owner, opinions, rows=rows, model=scorer.model)
            score[rows] += scorer.network.judge.correction(told)
    posterior = _softmax(score, first, counts)
    top = np.maximum.reduceat(score, first)
    log_total = top + np.log(np.add.reduceat(np.exp(score - np.repeat(top, counts)), first))
    if not quick:
        posterior = _agreed(lattice, score, posterior, scorer)
    return Decoded(lattice, posterior, log_total - score[first])


FEATURES = 10
NGRAMS_ALONE = (0.8, 0.5, 0.5, 0.35, 0.35, 0.35, 0.2, 0.2, -5.7, -0.2, 0.0, 0.0)
"""What the opinions weigh before they are fitted, without the network."""


@dataclass(frozen=True, eq=False)
class Scorer:
    """The language model and the network."""

    model: LanguageModel
    network: ContextModel

    @property
    def weights(self) -> NDArray[np.float64]:
        """What each opinion weighs: fitted on clean text that was damaged on purpose."""
        return self.network.weights


def features(
    lattice: Lattice, ids: NDArray[np.int64], model: LanguageModel, rows: slice | NDArray[np.int64] = slice(None)
) -> NDArray[np.float64]:
    """What the language model says of each reading (or of those in `rows`), between the neighbours in `ids`; a column
    an opinion."""
    token, word = lattice.row_token[rows], lattice.row_word[rows]
    l2, l1, r1, r2 = ids[token - 2], ids[token - 1], ids[token + 1], ids[token + 2]
    unknown = word == UNKNOWN_ID
    before, after = model.look_up(l1, word), model.look_up(word, r1)
    return np.stack(
        [
            lattice.row_base[rows],
            model.pair(before),
            model.pair(after),
            model.triple(model.look_up(l2, l1), word),
            model.triple(before, r1),
            model.triple(after, r2),
            model.book(before),
            model.book(after),
            unknown.astype(np.float64),
            (~unknown & ~model.listed[word]).astype(np.float64),
        ],
        axis=1,
    )


def _told_again(
    told: NDArray[np.float64],
    lattice: Lattice,
    before: NDArray[np.int64],
    ids: NDArray[np.int64],
    model: LanguageModel,
) -> NDArray[np.float64]:
    """The `features` between the neighbours in `ids`, where they were `told` between those in `before`: most
    neighbours are read as they were."""
    changed = before != ids
    token = lattice.row_token
    rows = np.flatnonzero(changed[token - 2] | changed[token - 1] | changed[token + 1] | changed[token + 2])
    told = told.copy()
    if len(rows):
        told[rows] = features(lattice, ids, model, rows)
    return told


def network_features(
    lattice: Lattice, ids: NDArray[np.int64], owner: NDArray[np.int64], scorer: Scorer
) -> NDArray[np.float64]:
    """What the network says of each reading, over what its frequency alone would; and whether it knows the word."""
    word, network = lattice.row_word, scorer.network
    strange = word >= network.size
    fit = network.fit(network.surroundings(ids, lattice.positions + 2), owner, word)
    fit -= np.where(strange, 0.0, scorer.model.logp[word])
    return np.stack([fit, strange.astype(np.float64)], axis=1)


def every_opinion(
    lattice: Lattice, ids: NDArray[np.int64], owner: NDArray[np.int64], scorer: Scorer
) -> NDArray[np.float64]:
    """What the language model and the network say of each reading, a column an opinion."""
    return np.concatenate([features(lattice, ids, scorer.model), network_features(lattice, ids, owner, scorer)], axis=1)


CONTESTED = 0.002
"""The probability of another reading from which on the judge is asked: most words that have others are plainly
right."""


def contested(posterior: NDArray[np.float64], first: NDArray[np.int64], owner: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows of the tokens that the judge is asked about."""
    return np.flatnonzero((posterior[first] < 1.0 - CONTESTED)[owner])


def doubts(
    lattice: Lattice,
    ids: NDArray[np.int64],
    owner: NDArray[np.int64],
    opinions: NDArray[np.float64],
    *,
    rows: NDArray[np.int64],
    model: LanguageModel,
) -> NDArray[np.float64]:
    """What the judge is told of each of `rows`: the opinions, what is known of the words, and where they stand."""
    assert lattice.prepared is not None
    tokens = np.unique(owner[rows])
    where = places_of(lattice.prepared.tokens, lattice.positions[tokens].tolist(), lattice.prepared.starts)
    token, word, first = lattice.row_token[rows], lattice.row_word[rows], lattice.first[owner[rows]]
    own = lattice.row_word[first]
    left, right = ids[token - 1], ids[token + 1]
    is_own = (rows == first).astype(np.float64)
    number = np.diff(np.append(lattice.first, len(lattice.row_word)))[owner[rows]]
    told = [
        is_own,
        model.title[word],
        model.title[own],
        (word == UNKNOWN_ID) & (is_own == 0),
        opinions[rows, 1] != model.back[left] * LR_STEP,
        opinions[rows, 2] != model.back[word] * LR_STEP,
        model.logp[own] * (own != UNKNOWN_ID) / 10,
        ~model.listed[own],
        number / MAX_READINGS,
        left == UNKNOWN_ID,
        right == UNKNOWN_ID,
        (left == STOP_ID) | (left == COMMA_ID),
        (right == STOP_ID) | (right == COMMA_ID),
        (left >= RESERVED) * model.logp[left] / 10,
        (right >= RESERVED) * model.logp[right] / 10,
        model.book_words[left],
        model.book_words[right],
        model.book_words[word],
        model.book_words[own],
        model.logp[word] * (word != UNKNOWN_ID) / 10,
        model.upper[word],
        model.upper[own],
        model.mixed[word],
        model.mixed[own],
        (word == UNKNOWN_ID) & (is_own == 0) & (lattice.row_base[rows] < WITNESSED - 0.5),
        ids[token - 2] == STOP_ID,
        ids[token + 2] == STOP_ID,
    ]
    known = np.stack([np.asarray(column, dtype=np.float64) for column in told], axis=1)
    return np.concatenate([opinions[rows], known, where[np.searchsorted(tokens, owner[rows])]], axis=1)


JUDGED = FEATURES + 2 + 27 + places.NUMBER
"""How many numbers the judge is told of a reading."""

AGREEMENT_PRIOR = 5.0
"""How many occurrences of a type the prior between its readings is worth, when the others of the text are heard."""

AGREEMENT_ROUNDS = 3

MAJORITY = 0.5
"""Mean posterior of a reading over its occurrences, each by itself, from which on their agreement may raise it. On 281
English articles of other sites, "ad" deleted, 12 of 78 wrong edits go, and 5 of 4,400 right ones."""

TOO_FREQUENT = -5.3
"""Log probability from which a word (he, is, at) stands for itself each time: a text holds both readings."""


def _agreed(
    lattice: Lattice, score: NDArray[np.float64], posterior: NDArray[np.float64], scorer: Scorer
) -> NDArray[np.float64]:
    """The posteriors, with the occurrences of a type heard together.

    What a form means in a text is no fresh draw each time: an article on adoption means it by most of its
    "option"s. The prior between the readings is mixed with what the other occurrences say, a few times over
    (hierarchical Bayes).
    """
    bounds = np.append(lattice.first, len(lattice.row_word)).tolist()
    groups: dict[str, list[int]] = {}
    for index, key in enumerate(lattice.words):
        own = int(lattice.row_word[bounds[index]])
        if own != UNKNOWN_ID and scorer.model.logp[own] < TOO_FREQUENT:
            groups.setdefault(key, []).append(index)
    posterior = posterior.copy()
    for members in groups.values():
        if len(members) < 2:
            continue
        rows = np.array([range(bounds[i], bounds[i + 1]) for i in members])
        base = lattice.row_base[rows[0]] * scorer.weights[0]
        prior = np.exp(base - base.max())
        prior = np.maximum(prior / prior.sum(), 1e-6)
        shares = posterior[rows]
        for _ in range(AGREEMENT_ROUNDS):
            mixed = (AGREEMENT_PRIOR * prior + shares.sum(axis=0) - shares) / (AGREEMENT_PRIOR + len(members) - 1)
            logs = score[rows] + np.log(mixed / prior)
            shares = np.exp(logs - logs.max(axis=1, keepdims=True))
            shares /= shares.sum(axis=1, keepdims=True)
        # What the occurrences speak against by themselves is not raised: of eleven "shows" each of three looked like
        # "shadows", and drew seven along.
        alone = posterior[rows]
        held = np.where(alone.mean(axis=0) < MAJORITY, np.minimum(alone, shares), shares)
        held[:, 0] = 1.0 - held[:, 1:].sum(axis=1)
        posterior[rows] = held
    return posterior


def _softmax(score: NDArray[np.float64], first: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    top = np.repeat(np.maximum.reduceat(score, first), counts)
    weights = np.exp(score - top)
    return np.asarray(weights / np.repeat(np.add.reduceat(weights, first), counts))


def best_rows(posterior: NDArray[np.float64], first: NDArray[np.int64], owner: NDArray[np.int64]) -> NDArray[np.int64]:
    top = np.maximum.reduceat(posterior, first)
    hit = np.flatnonzero(posterior >= top[owner])
    rows = np.full(len(first), -1, dtype=np.int64)
    rows[owner[hit][::-1]] = hit[::-1]
    return rows
