"""Training of the content model's perceptrons: plain numpy, one thread, fixed seeds, so that the same data give the
same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bench.content_data import FoldLexicons, Sample
from cleaner.propose.content import features, network
from cleaner.propose.content.columns import Matrix
from cleaner.propose.content.model import Calibration, ContentModel

Floats = npt.NDArray[np.float32]


_CONSTANT = 1e-6
"""A feature that varies less in training is left out: it would shout where it varies later."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a network is trained.

    `hide_names` and `hide_words` are the shares of rows whose learned weights of class names, or of words, are
    blanked: so prose under an ill-named element, or in a language that was not learned, is judged by the rest.
    `most_size` is the ceiling, in standard deviations, of features that count how large things are.
    """

    hidden: tuple[int, ...] = (96, 32)
    seeds: tuple[int, ...] = (0,)
    epochs: int = 6
    rate: float = 2e-3
    decay: float = 3e-4
    dropout: float = 0.2
    batch: int = 1024
    hide_names: float = 0.1
    hide_words: float = 0.1
    most_size: float = network.INPUT_LIMIT


_SHAPE_WEIGHTS = {
    "gold": 4.0,
    "gold lines": 4.0,
    "gold one line": 3.0,
    "gold unspaced": 4.0,
    "half-clean": 2.0,
    "fragment": 0.5,
    "bare": 0.25,
    "long page": 3.0,
}
"""Text that is clean already weighs more: a word lost there is dearer than one left in elsewhere. Articles without
their page weigh less than whole pages, and long ones more: with 1, .5 and 1, the recall of long articles is .990 in
place of .9955, and word F1 of whole pages .9635 in place of .9637."""


_SET_WEIGHTS = {"fundus-a": 2.0}
"""News of 40 countries are a seventh of the pages and half of what the model is for."""


def unit_weights(sample: Sample) -> Floats:
    """What each unit is worth in training: about its share of the page's word F1, and something for being a line."""
    sizes = sample.sizes
    gold = max(len(sample.gold_words), 50)
    worth = np.minimum((0.3 * np.sqrt(np.maximum(sizes, 0.5)) + sizes) / gold, 1)
    worth *= _SHAPE_WEIGHTS.get(sample.shape, 1.0) * _SET_WEIGHTS.get(sample.set_name, 1.0)
    return worth.astype(np.float32)


def fit(
    tables: Sequence[Matrix],
    samples: Sequence[Sample],
    names: Sequence[str],
    plan: Plan,
    below: Sequence[Floats] | None = None,
) -> network.Network:
    """Train one network on the units of `samples`.

    `tables` are its own features; `below` the levels that it stands on, whose columns come first. `names` are those
    of all.
    """
    rows = np.concatenate(tables)
    centre = rows.mean(axis=0)
    spread = rows.std(axis=0)
    scale = np.where(spread > _CONSTANT, 1 / (spread + 1e-3), 0).astype(np.float32)
    windows = features.windows_of(names)
    sizes = np.array([features.is_size(name) for name in names[-rows.shape[1] :]])
    ceiling = np.where(sizes, plan.most_size, network.INPUT_LIMIT).astype(np.float32)
    blank = network.Network(centre.astype(np.float32), scale, ceiling, windows, ())
    seen = []
    for at, table in enumerate(tables):
        levels = blank.levels(table)
        if below is not None:
            levels = np.concatenate([below[at], levels], axis=1)
        seen.append(blank.inputs(levels).astype(np.int8))
    inputs = np.concatenate(seen)
    labels = np.concatenate([sample.labels for sample in samples])
    weights = np.concatenate([unit_weights(sample) for sample in samples])
    weights = (weights / weights.mean()).astype(np.float32)
    all_names = features.input_names(names, windows)
    members = [_train(inputs, labels, weights, all_names, plan=plan, seed=seed) for seed in plan.seeds]
    return network.quantise(blank, members)


def _train(
    rows: npt.NDArray[np.int8], labels: Floats, weights: Floats, names: Sequence[str], *, plan: Plan, seed: int
) -> list[tuple[Floats, Floats]]:
    """Adam with a cosine schedule, dropout on the hidden layers, decay of the weights."""
    random = np.random.default_rng(seed)
    hidden_groups = [
        (share, np.array([at for at, name in enumerate(names) if name.startswith(prefixes)], dtype=np.intp))
        for share, prefixes in ((plan.hide_names, ("names:",)), (plan.hide_words, ("word weights:", "pair weights:")))
    ]
    sizes = (rows.shape[1], *plan.hidden, 1)
    matrices = [(random.standard_normal((a, b)) * np.sqrt(2 / a)).astype(np.float32) for a, b in pairwise(sizes)]
    matrices[-1] *= np.float32(0.1)
    biases = [np.zeros(b, dtype=np.float32) for b in sizes[1:]]
    parameters = matrices + biases
    means = [np.zeros_like(p) for p in parameters]
    squares = [np.zeros_like(p) for p in parameters]
    batches = max(len(rows) // plan.batch, 1)
    total = plan.epochs * batches
    step = 0
    for _ in range(plan.epochs):
        order = random.permutation(len(rows))
        for number in range(batches):
            pick = order[number * plan.batch : (number + 1) * plan.batch]
            inputs = rows[pick].astype(np.float32) * np.float32(1 / network.STEPS)
            for share, columns in hidden_groups:
                hidden = random.random(len(pick)) < share
                inputs[np.ix_(hidden, columns)] = 0
            layers = [inputs]
            for at, (matrix, bias) in enumerate(zip(matrices, biases, strict=True)):
                values = layers[-1] @ matrix + bias
                if at + 1 < len(matrices):
                    np.maximum(values, 0, out=values)
                    kept = random.random(values.shape, dtype=np.float32) > plan.dropout
                    values *= kept / np.float32(1 - plan.dropout)
                layers.append(values)
            p = 1 / (1 + np.exp(-layers[-1][:, 0]))
            error = ((p - labels[pick]) * weights[pick] / len(pick))[:, None].astype(np.float32)
            matrix_slopes: list[Floats] = []
            bias_slopes: list[Floats] = []
            for at in range(len(matrices) - 1, -1, -1):
                matrix_slopes.insert(0, layers[at].T @ error + plan.decay * matrices[at])
                bias_slopes.insert(0, error.sum(axis=0))
                if at:
                    error = (error @ matrices[at].T) * (layers[at] > 0)
            step += 1
            rate = plan.rate * min(1.0, step / 100) * (0.5 * (1 + np.cos(np.pi * step / total)) + 0.01)
            for at, slope in enumerate(matrix_slopes + bias_slopes):
                means[at] += 0.1 * (slope - means[at])
                squares[at] += 0.002 * (slope * slope - squares[at])
                mean = means[at] / (1 - 0.9**step)
                square = squares[at] / (1 - 0.998**step)
                parameters[at] -= (rate * mean / (np.sqrt(square) + 1e-7)).astype(np.float32)
    return list(zip(matrices, biases, strict=True))


class Trainer:
    """Trains the two passes with nothing seen twice: what a page teaches never returns as a feature of that page.

    `lexicons` are given where another model's serve. The token weights that enter a training page's features are
    learned without the page's fold; the first pass's probabilities that the second pass trains on come from networks
    that did not see the page's fold either.
    """

    def __init__(
        self,
        samples: Sequence[Sample],
        first_plan: Plan,
        second_plan: Plan,
        lexicons: FoldLexicons | None = None,
    ) -> None:
        self.samples = samples
        self.first_plan = first_plan
        self.second_plan = second_plan
        self.lexicons = lexicons or FoldLexicons(samples)
        self._held_out: dict[tuple[int, ...], network.Network] = {}

    def train(self, calibration: Calibration, threshold: float, version: str, *held_out: int) -> ContentModel:
        """The model of all folds but `held_out`."""
        pages = [sample for sample in self.samples if sample.fold not in held_out]
        tables: list[Matrix] = []
        first_names: list[str] = []
        second_names: list[str] = []
        levels: list[Floats] = []
        first = self._first(*held_out)
        for page in pages:
            columns = features.first_pass(page.units, page.fixed, self.lexicons.without(*held_out, page.fold))
            first_names = columns.names
            table = columns.matrix()
            unseen = self._first(*held_out, page.fold)
            p = network.probability(unseen.logits(unseen.levels(table)))
            more = features.second_pass(page.units, page.fixed, p)
            second_names = more.names
            levels.append(first.levels(table))
            tables.append(more.matrix())
        second = fit(tables, pages, [*first_names, *second_names], self.second_plan, levels)
        return ContentModel(self.lexicons.without(*held_out), first, second, calibration, threshold, version)

    def _first(self, *held_out: int) -> network.Network:
        """The first pass trained on all folds but `held_out`, made once."""
        key = tuple(sorted(held_out))
        if key not in self._held_out:
            pages = [sample for sample in self.samples if sample.fold not in key]
            columns = [
                features.first_pass(page.units, page.fixed, self.lexicons.without(*key, page.fold)) for page in pages
            ]
            tables = [column.matrix() for column in columns]
            self._held_out[key] = fit(tables, pages, columns[0].names, self.first_plan)
        return self._held_out[key]
