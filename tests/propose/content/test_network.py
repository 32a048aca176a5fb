"""The perceptron in whole numbers."""

from __future__ import annotations

import numpy as np

from cleaner.propose.content import network
from cleaner.propose.content.network import Window


def made() -> network.Network:
    random = np.random.default_rng(5)
    windows = (Window(-1, np.array([0, 2])), Window(2, np.array([1])))
    layers = [
        (random.standard_normal((6, 4)).astype(np.float32), random.standard_normal(4).astype(np.float32)),
        (random.standard_normal((4, 1)).astype(np.float32), np.zeros(1, dtype=np.float32)),
    ]
    ceiling = np.array([network.INPUT_LIMIT, 1.5, network.INPUT_LIMIT], dtype=np.float32)
    blank = network.Network(np.zeros(3, dtype=np.float32), np.ones(3, dtype=np.float32), ceiling, windows, ())
    return network.quantise(blank, [layers, layers])


def test_windows_show_neighbours_and_nothing_beyond_the_ends() -> None:
    """A window's columns are those of the unit so many places on; 0 where there is none."""
    levels = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]], dtype=np.float32)
    seen = made().inputs(levels)
    assert seen.tolist() == [[1, 2, 3, 0, 0, 8], [4, 5, 6, 1, 3, 0], [7, 8, 9, 4, 6, 0]]


def test_a_window_may_be_longer_than_the_document() -> None:
    """One unit has no neighbours."""
    assert made().inputs(np.array([[1, 2, 3]], dtype=np.float32)).tolist() == [[1, 2, 3, 0, 0, 0]]


def test_order_of_addition_does_not_matter() -> None:
    """Sums are of whole numbers: features in another order give the very same answer."""
    net = made()
    random = np.random.default_rng(1)
    levels = net.levels(random.standard_normal((50, 3)).astype(np.float32) * 3)
    layer = net.members[0][0]
    order = random.permutation(6)
    inputs = net.inputs(levels)
    assert np.array_equal(inputs @ layer.weights, inputs[:, order] @ layer.weights[order])
    assert np.array_equal(levels, np.rint(levels))
    assert np.abs(levels).max() <= network.INPUT_LIMIT * network.STEPS


def test_sizes_count_no_further_than_their_ceiling() -> None:
    """A feature with a ceiling is cut off there above, and with all others at the limit below."""
    levels = made().levels(np.array([[2, 2, 2], [9, 9, 9], [-9, -9, -9]], dtype=np.float32))
    top = network.INPUT_LIMIT * network.STEPS
    assert levels.tolist() == [[32, 24, 32], [top, 24, top], [-top, -top, -top]]


def test_arrays_round_trip() -> None:
    """What is written is what judges."""
    net = made()
    back = network.from_arrays(network.to_arrays(net, "first"), "first")
    levels = net.levels(np.random.default_rng(2).standard_normal((20, 3)).astype(np.float32))
    assert np.array_equal(net.logits(levels), back.logits(levels))
    assert np.array_equal(net.ceiling, back.ceiling)


def test_contributions_speak_for_the_logit() -> None:
    """Where no gate closes between a row and its average, contributions add up to the difference."""
    net = made()
    levels = net.levels(np.zeros((3, 3), dtype=np.float32))
    assert not net.contributions(net.inputs(levels)).any()


def test_probability_is_rounded() -> None:
    """Steps of a ten-thousandth."""
    assert network.probability(np.array([0.0, 20.0, -20.0], dtype=np.float32)).tolist() == [0.5, 1.0, 0.0]
