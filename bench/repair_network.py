"""Train the network of the dropped-letter decoder, and weigh it against the n-grams: the second part of
`train_repair.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from bench.repair_damage import delete
from cleaner.propose.repairs.dropped_letters import decode
from cleaner.propose.repairs.dropped_letters.channel import LIGATURES, Channel, readings_of
from cleaner.propose.repairs.dropped_letters.context import COMMON, REACH, TOPIC_REACH, quantised
from cleaner.propose.repairs.dropped_letters.decode import Scorer
from cleaner.propose.repairs.dropped_letters.judge import Judge
from cleaner.propose.repairs.dropped_letters.language_model import STOP_ID
from cleaner.propose.repairs.dropped_letters.lattice import Lattice, lattice_of, prepare
from cleaner.propose.repairs.dropped_letters.tokens import folded, tokenise
from cleaner.propose.repairs.dropped_letters.witness import witnesses

SIZE = 30_004  # word ids that the network knows
WIDTH = 64
EPOCHS = 8
RATE = 0.08
BATCH = 2048
GROUP = 16  # examples that share their noise words
NOISE = 16
BOOK_BATCH = 512
BOOK_POWER = 0.5  # how often a pair is drawn, by its frequency
SUBSAMPLE = 2e-3  # of more frequent words, a part of the occurrences is enough

_TUNING = (
    "ad ad ad fi ff fl ads ti th re on an it en or le st be de at ar ou is es ri ng ed nt io te al ic ea"
    " ing ion ent her for tha ate ter ere con all pro ver ment tion here with ould ight able"
)
TUNING = [LIGATURES, *((string,) for string in _TUNING.split())]
"""Deletions that the weights are fitted on: frequent strings of every length."""

F32 = NDArray[np.float32]


def _summed(index: NDArray[Any], gradient: F32) -> tuple[NDArray[Any], F32]:
    rows, inverse = np.unique(index, return_inverse=True)
    ones = np.ones(len(index), np.float32)
    return rows, csr_matrix((ones, (inverse, np.arange(len(index)))), shape=(len(rows), len(index))) @ gradient


class _Adagrad:
    """Row-wise AdaGrad: one rate a row, by the mean square of its gradients."""

    def __init__(self, weights: F32, rate: float) -> None:
        self.weights = weights
        self.rate = rate
        self.sums = np.full((len(weights), 1), 1e-2, np.float32)

    def step(self, rows: NDArray[Any], gradient: F32, scale: float) -> None:
        self.sums[rows, 0] += (gradient**2).mean(axis=1)
        self.weights[rows] -= scale * self.rate * gradient / np.sqrt(self.sums[rows])


def train_network(
    streams: Sequence[Sequence[int]], book: Mapping[tuple[int, int], float], seed: int = 0
) -> dict[str, Any]:
    """Train on running text (word ids) by noise-contrastive estimation, and return the packed arrays.

    `book`: pairs of words and their share of all pairs in books. They tell what rare words stand beside: a third of the
    examples are pairs, read through matrices of their own, so that the vectors alone are shared.
    """
    rng = np.random.default_rng(seed)
    pad = np.full(TOPIC_REACH, STOP_ID)
    text = np.concatenate([part for stream in streams for part in (pad, np.array(stream), pad)])
    real = np.concatenate([np.pad(np.ones(len(s), bool), TOPIC_REACH) for s in streams])
    text = np.where(text >= SIZE, 0, text)
    counts = np.bincount(text, minlength=SIZE).astype(float)
    noise = (counts + 0.5) ** 0.75
    noise /= noise.sum()
    log_noise = np.log(noise * NOISE).astype(np.float32)
    cumulative = np.cumsum(noise)

    def vectors(scale: float) -> F32:
        return (rng.standard_normal((SIZE, WIDTH)) * scale).astype(np.float32)

    near, topic, out = _Adagrad(vectors(0.1), RATE), _Adagrad(vectors(0.1), RATE), _Adagrad(vectors(0.0), RATE)
    bias = _Adagrad(np.log(np.maximum(counts, 0.5) / counts.sum()).astype(np.float32)[:, None], RATE / 2)
    pairs = np.array([pair for pair in book if max(pair) < SIZE], dtype=np.int64)
    drawn_often = np.cumsum(np.array([share for pair, share in book.items() if max(pair) < SIZE]) ** BOOK_POWER)
    drawn_often /= drawn_often[-1]
    book_bias = _Adagrad(bias.weights.copy(), RATE / 2)
    book_places = np.stack([np.eye(WIDTH, dtype=np.float32)] * 2)
    book_sums = np.full_like(book_places, 0.1)
    offsets = np.array([o for o in range(-REACH, REACH + 1) if o])
    plain = np.eye(WIDTH, dtype=np.float32) * 0.5 / len(offsets) ** 0.5
    places = np.stack([plain * (2 if abs(o) == 1 else 1) for o in offsets])
    place_sums = np.full_like(places, 0.1)
    wide = np.array([o for o in range(-TOPIC_REACH, TOPIC_REACH + 1) if o])
    telling = (np.arange(SIZE) >= COMMON).astype(np.float32)
    positions = np.flatnonzero(real)
    keep = np.minimum(1.0, np.sqrt(SUBSAMPLE / np.maximum(counts / counts.sum(), 1e-12)))

    def contrast(vector: F32, word: NDArray[Any], bias: _Adagrad, scale: float) -> F32:
        """One step of `out` and `bias` towards each `word` and away from noise; the gradient on `vector`."""
        size = len(word)
        drawn = np.searchsorted(cumulative, rng.random(size // GROUP * NOISE)).clip(0, SIZE - 1)
        drawn = drawn.reshape(size // GROUP, NOISE)
        grouped = vector.reshape(size // GROUP, GROUP, WIDTH)
        against = grouped @ out.weights[drawn].transpose(0, 2, 1)
        against += (bias.weights[drawn, 0] - log_noise[drawn])[:, None]
        towards = (vector * out.weights[word]).sum(axis=1) + bias.weights[word, 0] - log_noise[word]
        push = 1 / (1 + np.exp(-against))
        pull = 1 / (1 + np.exp(-towards)) - 1
        back = pull[:, None] * out.weights[word] + (push @ out.weights[drawn]).reshape(size, WIDTH)
        index = np.concatenate([word, drawn.ravel()])
        gradient = np.concatenate([pull[:, None] * vector, (push.transpose(0, 2, 1) @ grouped).reshape(-1, WIDTH)])
        on_bias = np.concatenate([pull, push.sum(axis=1).ravel()])
        rows, summed = _summed(index, np.concatenate([gradient, on_bias[:, None]], axis=1).astype(np.float32))
        out.step(rows, summed[:, :-1], scale)
        bias.step(rows, summed[:, -1:], scale)
        return np.asarray(back, dtype=np.float32)

    for epoch in range(EPOCHS):
        scale = 1.0 - 0.8 * epoch / EPOCHS
        chosen = positions[rng.random(len(positions)) < keep[text[positions]]]
        rng.shuffle(chosen)
        for begin in range(0, len(chosen) - BATCH, BATCH):
            at = chosen[begin : begin + BATCH]
            word, around, far = text[at], text[at[:, None] + offsets], text[at[:, None] + wide]
            read = near.weights[around]
            vector = sum(read[:, k] @ places[k] for k in range(len(offsets)))
            share = telling[far]
            share /= np.maximum(share.sum(axis=1, keepdims=True), 1)
            hit = np.nonzero(share)
            mean = csr_matrix((share[hit], (hit[0], far[hit])), shape=(BATCH, SIZE))
            vector = vector + mean @ topic.weights
            back = contrast(vector, word, bias, scale)
            on_read = np.empty_like(read)
            on_places = np.empty_like(places)
            for k in range(len(offsets)):
                on_read[:, k] = back @ places[k].T
                on_places[k] = read[:, k].T @ back
            topic_rows = np.unique(far[hit])
            on_topic = (mean.T.tocsr() @ back)[topic_rows]
            near_rows, near_sum = _summed(around.ravel(), on_read.reshape(-1, WIDTH))
            near.step(near_rows, near_sum, scale)
            topic.step(topic_rows, on_topic, scale)
            place_sums += on_places**2
            places -= scale * RATE * 0.2 * on_places / np.sqrt(place_sums)
            for side in (0, 1):
                chosen_pairs = pairs[np.searchsorted(drawn_often, rng.random(BOOK_BATCH)).clip(0, len(pairs) - 1)]
                given, told = chosen_pairs[:, side], chosen_pairs[:, 1 - side]
                seen = near.weights[given]
                back = contrast(seen @ book_places[side], told, book_bias, scale)
                near.step(*_summed(given, back @ book_places[side].T), scale)
                on_place = seen.T @ back
                book_sums[side] += on_place**2
                book_places[side] -= scale * RATE * 0.2 * on_place / np.sqrt(book_sums[side])
    packed: dict[str, Any] = {"width": np.array([WIDTH], np.uint32)}
    for name, matrix in (("near", near.weights), ("topic", topic.weights), ("out", out.weights)):
        packed[name], packed[f"{name}_scale"] = quantised(matrix)
        packed[name] = packed[name].ravel()
    packed["bias"] = bias.weights[:, 0].astype(np.float16)
    packed["places"] = places.astype(np.float16).ravel()
    return packed


@dataclass(frozen=True)
class _Case:
    """One damaged text: its doubtful tokens, the neighbours as they were read, and the row of each token's truth (the
    first, "as it stands", where the truth is no reading)."""

    lattice: Lattice
    ids: NDArray[Any]
    owner: NDArray[Any]
    true_rows: NDArray[Any]
    found: NDArray[np.bool_]


def _cases(texts: Sequence[str], scorer: Scorer, every: int) -> Iterator[_Case]:
    """`texts` damaged by each of `TUNING`, one text in `every` for each. Half of them have some of their words told
    from outside, as a title or a profile would tell them."""
    for nth, strings in enumerate(TUNING):
        readings = readings_of(strings, scorer.model)
        for index, text in enumerate(texts[(3 * nth) % every :: every]):
            damaged = delete(text, strings)
            truth = {t.start: t.was for t in damaged.truths}
            tokens = tokenise(damaged.text)
            names = sorted({t.was for t in damaged.truths if t.was[0].isupper()})[:: 2 if index % 2 else len(text)]
            lattice = lattice_of(
                prepare(tokens, scorer.model),
                Channel(strings),
                readings,
                scorer.model,
                witnesses(names, strings),
            )
            if not len(lattice.first):
                continue
            decoded = decode.decode(lattice, scorer)
            bounds = np.append(lattice.first, len(lattice.row_word))
            owner = np.repeat(np.arange(len(lattice.first)), np.diff(bounds))
            ids = lattice.ids.copy()
            ids[lattice.positions + 2] = lattice.row_word[decode.best_rows(decoded.posterior, lattice.first, owner)]
            rows, found = lattice.first.copy(), np.ones(len(lattice.first), np.bool_)
            for token, at in enumerate(lattice.positions.tolist()):
                word = tokens.words[at]
                was = folded(truth.get(tokens.starts[at], word))
                spelled = [folded(word), *lattice.row_text[bounds[token] + 1 : bounds[token + 1]]]
                found[token] = was in spelled
                rows[token] += spelled.index(was) if was in spelled else 0
            yield _Case(lattice, ids, owner, rows, found)


@dataclass(frozen=True, eq=False)
class Fold:
    """Texts, and a scorer that was counted on others."""

    texts: Sequence[str]
    scorer: Scorer


def fit_weights(folds: Sequence[Fold], every: int = 16) -> NDArray[np.float64]:
    """The weight of each opinion that makes the true readings of damaged text likeliest.

    `every`: each deletion is tried on one text in so many.
    """
    columns, labels, owners = [], [], []
    group = 0
    for scorer, case in ((fold.scorer, case) for fold in folds for case in _cases(fold.texts, fold.scorer, every)):
        opinions = decode.every_opinion(case.lattice, case.ids, case.owner, scorer)
        keep = case.found[case.owner]
        label = np.zeros(len(case.owner))
        label[case.true_rows] = 1.0
        columns.append(opinions[keep])
        labels.append(label[keep])
        owners.append(case.owner[keep] + group)
        group += len(case.lattice.first)
    column, owner, label = np.concatenate(columns), np.concatenate(owners), np.concatenate(labels)
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    within = np.cumsum(np.diff(owner, prepend=-1) > 0) - 1

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        p = _shares(column @ weights, first, within)
        value = -np.log(np.maximum(p[label > 0], 1e-12)).sum() + (weights**2).sum()
        return float(value), 2 * weights - (column * (label - p)[:, None]).sum(axis=0)

    found = minimize(loss, np.full(column.shape[1], 0.5), jac=True, method="L-BFGS-B")
    print(f"loss {found.fun / label.sum():.5f} a word in doubt, of {int(label.sum())}")
    return np.asarray(np.round(found.x, 3))


def _shares(score: NDArray[Any], first: NDArray[Any], within: NDArray[Any]) -> NDArray[Any]:
    score = np.exp(score - np.maximum.reduceat(score, first)[within])
    return np.asarray(score / np.add.reduceat(score, first)[within])


JUDGE_WIDTH = 48
JUDGE_EPOCHS = 8
JUDGE_RATE = 3e-3
JUDGE_BATCH = 512
"""Found on texts that were left out: there the loss falls by a sixth; wider layers and trees gave no more."""


@dataclass(frozen=True)
class Rows:
    """The readings of doubtful words: what the judge is told, the score without it, which is true, whose they are, and
    whether they are left out of the training."""

    told: NDArray[Any]
    base: NDArray[Any]
    label: NDArray[Any]
    owner: NDArray[Any]
    held: NDArray[np.bool_]


def doubtful_rows(folds: Sequence[Fold], every: int) -> Rows:
    """The rows of damaged texts; a seventh of them are left out."""
    inputs, scores, labels, owners, held = [], [], [], [], []
    group = 0
    cases = ((fold.scorer, case) for fold in folds for case in _cases(fold.texts, fold.scorer, every))
    for nth, (scorer, case) in enumerate(cases):
        lattice = case.lattice
        opinions = decode.every_opinion(lattice, case.ids, case.owner, scorer)
        score = opinions @ scorer.weights
        p = _shares(score, lattice.first, case.owner)
        rows = decode.contested(p, lattice.first, case.owner)
        if not len(rows):
            continue
        label = np.zeros(len(case.owner))
        label[case.true_rows] = 1.0
        inputs.append(decode.doubts(lattice, case.ids, case.owner, opinions, rows=rows, model=scorer.model))
        scores.append(score[rows])
        labels.append(label[rows])
        owners.append(case.owner[rows] + group)
        held.append(np.full(len(rows), nth % 7 == 0))
        group += len(lattice.first)
    return Rows(*(np.concatenate(part) for part in (inputs, scores, labels, owners, held)))


JUDGES = 5
"""Judges that are trained from different beginnings and heard together. Each errs elsewhere: on texts left out the loss
is .0598 of five, .0600 of three, .0613, .0607, .0619, .0606 and .0609 of each alone."""


def fit_judge(rows: Rows) -> Judge:
    """The judge of the doubtful words: the mean of `JUDGES`, as one layer."""
    judges = [_fit_one(rows, seed) for seed in range(JUDGES)]
    return Judge(
        judges[0].scale,
        np.concatenate([judge.hidden for judge in judges], axis=1),
        np.concatenate([judge.bias for judge in judges]),
        np.concatenate([judge.out for judge in judges]) / JUDGES,
    )


def _fit_one(rows: Rows, seed: int) -> Judge:
    """One judge, trained by Adam on texts that the opinions were not counted on."""
    rng = np.random.default_rng(seed)
    scale = np.maximum(rows.told.std(axis=0), 1e-3)
    # The mean is a part of the bias in the end.
    mean = (rows.told / scale).mean(axis=0)
    told = (rows.told / scale - mean).astype(np.float32)
    tokens = _Groups(rows.owner)
    held = rows.held[tokens.first]
    learned, left_out = np.flatnonzero(~held), tokens.rows(np.flatnonzero(held))
    width = told.shape[1]
    parts = [
        (rng.standard_normal((width, JUDGE_WIDTH)) / width**0.5).astype(np.float32),
        np.zeros(JUDGE_WIDTH, np.float32),
        np.zeros(JUDGE_WIDTH, np.float32),
    ]
    first_moments, second_moments = [np.zeros_like(p) for p in parts], [np.zeros_like(p) for p in parts]

    def loss() -> float:
        index, within, first = left_out.index, left_out.within, left_out.first
        score = rows.base[index] + np.maximum(told[index] @ parts[0] + parts[1], 0) @ parts[2]
        p = _shares(score, first, within)
        return float(-np.log(np.maximum(p[rows.label[index] > 0], 1e-12)).mean())

    before, step, steps = loss(), 0, JUDGE_EPOCHS * -(-len(learned) // JUDGE_BATCH)
    for _ in range(JUDGE_EPOCHS):
        rng.shuffle(learned)
        for begin in range(0, len(learned), JUDGE_BATCH):
            batch = tokens.rows(learned[begin : begin + JUDGE_BATCH])
            x = told[batch.index]
            active = np.maximum(x @ parts[0] + parts[1], 0)
            p = _shares(rows.base[batch.index] + active @ parts[2], batch.first, batch.within)
            push = ((p - rows.label[batch.index]) / len(batch.first)).astype(np.float32)
            back = push[:, None] * parts[2] * (active > 0)
            step += 1
            rate = JUDGE_RATE * (1 - 0.9 * step / steps)
            for k, gradient in enumerate((x.T @ back, back.sum(axis=0), active.T @ push)):
                first_moments[k] += 0.1 * (gradient - first_moments[k])
                second_moments[k] += 0.001 * (gradient**2 - second_moments[k])
                size = np.sqrt(second_moments[k] / (1 - 0.999**step)) + 1e-8
                parts[k] -= rate * first_moments[k] / (1 - 0.9**step) / size
    print(f"judge: {len(told)} readings; loss {before:.4f} of the sum alone, {loss():.4f} with it, on texts left out")
    return Judge(scale, parts[0].astype(np.float64), parts[1] - mean @ parts[0], parts[2].astype(np.float64))


@dataclass(frozen=True)
class _Batch:
    index: NDArray[Any]
    within: NDArray[Any]
    first: NDArray[Any]


class _Groups:
    """Rows that belong together, by the number of their owner."""

    def __init__(self, owner: NDArray[Any]) -> None:
        self.first = np.flatnonzero(np.diff(owner, prepend=-1))
        self._number = np.diff(np.append(self.first, len(owner)))

    def rows(self, groups: NDArray[Any]) -> _Batch:
        """The rows of `groups`."""
        number = self._number[groups]
        begin = np.append(0, np.cumsum(number)[:-1])
        index = np.repeat(self.first[groups] - begin, number) + np.arange(int(number.sum()))
        return _Batch(index, np.repeat(np.arange(len(groups)), number), begin)
