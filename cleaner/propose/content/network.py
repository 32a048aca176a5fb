"""A small perceptron in whole numbers: the same answer on every processor.

Features are centred, scaled and rounded to steps of a sixteenth; weights are bytes. So every sum in a layer is a
whole number below 2^24, which single precision holds exactly in whatever order a processor adds. Between layers
values are rounded again.

Tables are units by features; in memory they lie feature by feature, so that a neighbour's features are the same rows
moved by a few places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from cleaner.propose.content.columns import Matrix

Floats = npt.NDArray[np.float32]

STEPS = 16
"""Steps a unit in which inputs and hidden values are counted."""
INPUT_LIMIT = 4
"""Standard deviations at which a feature is cut off, above unless the network has a lower ceiling for it."""
HIDDEN_LIMIT = 16
"""Where a hidden value is cut off; 99.99 % stay below."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: whole-number weights, and by output the size of a step and the bias."""

    weights: Floats
    step: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class Window:
    """Columns that the network also sees of other units: `columns` of the unit `offset` places further on."""

    offset: int
    columns: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Stage:
    """One layer of all members, as it is run: `weights` are members by outputs by inputs, and steps and biases are
    of hidden values counted in steps (a power of two, so that nothing is rounded otherwise)."""

    weights: Floats
    step: Floats
    bias: Floats


@dataclass(frozen=True)
class Network:
    """Perceptrons over one set of features, whose logits are averaged.

    `centre` and `scale` are of the network's own features, and `ceiling` is where each is cut off above, in standard
    deviations; it may stand on others' levels, which come before its own. `windows` are what it sees of neighbours, as
    columns of all levels.
    """

    centre: Floats
    scale: Floats
    ceiling: Floats
    windows: tuple[Window, ...]
    members: tuple[tuple[Layer, ...], ...]

    @cached_property
    def _stages(self) -> tuple[_Stage, ...]:
        last = len(self.members[0]) - 1
        return tuple(
            _Stage(
                np.ascontiguousarray(np.stack([layer.weights.T for layer in layers])),
                np.stack([layer.step for layer in layers])[:, :, None] * np.float32(1 if number == last else STEPS),
                np.stack([layer.bias for layer in layers])[:, :, None] * np.float32(1 if number == last else STEPS),
            )
            for number, layers in enumerate(zip(*self.members, strict=True))
        )

    @cached_property
    def _scale_in_steps(self) -> Floats:
        return np.asarray(self.scale * np.float32(STEPS))

    @cached_property
    def _ceiling_in_steps(self) -> Floats:
        return np.asarray(self.ceiling * np.float32(STEPS))

    def levels(self, features: Matrix) -> Floats:
        """The network's own features in whole steps."""
        values = features - self.centre
        values *= self._scale_in_steps
        np.maximum(values, -INPUT_LIMIT * STEPS, out=values)
        np.minimum(values, self._ceiling_in_steps, out=values)
        np.rint(values, out=values)
        return values

    def inputs(self, levels: Floats) -> Floats:
        """What the first layer reads: `levels` of each unit, and those of its neighbours (beyond the ends:
        averages)."""
        return see_neighbours(levels, self.windows)

    def logits(self, levels: Floats) -> Floats:
        """The log-odds of content for each unit, given all levels in order, rounded to 1/256 nat."""
        first, *others = self._stages
        members, hidden, width = first.weights.shape
        values = first.weights.reshape(members * hidden, width) @ self.inputs(levels).T
        values = values.reshape(members, hidden, len(levels))
        values *= first.step
        values += first.bias
        for stage in others:
            np.maximum(values, 0, out=values)
            np.minimum(values, HIDDEN_LIMIT * STEPS, out=values)
            np.rint(values, out=values)
            values = stage.weights @ values
            values *= stage.step
            values += stage.bias
        total = np.rint(values[:, 0] * 256).sum(axis=0)
        return np.asarray(np.rint(total / members) / 256, dtype=np.float32)

    def contributions(self, inputs: Floats) -> Floats:
        """How much each input moves the log-odds of each row of `inputs` against its average, to first order."""
        moved = np.zeros(inputs.shape, dtype=np.float32)
        for layers in self.members:
            values = inputs
            open_gates = []
            for layer in layers[:-1]:
                values = (values @ layer.weights) * layer.step + layer.bias
                open_gates.append((values > 0) & (values < HIDDEN_LIMIT))
                values = np.rint(np.clip(values, 0, HIDDEN_LIMIT) * STEPS)
            slope = np.broadcast_to((layers[-1].weights * layers[-1].step)[:, 0], values.shape)
            for gate, layer in zip(reversed(open_gates), reversed(layers[:-1]), strict=True):
                slope = (np.where(gate, slope, 0) * STEPS) @ (layer.weights * layer.step).T
            moved += inputs * slope
        return np.asarray(moved / len(self.members), dtype=np.float32)


def inputs_at(levels: npt.NDArray[np.floating | np.integer], windows: Sequence[Window], rows: Sequence[int]) -> Floats:
    """`see_neighbours` for some rows alone."""
    at = np.asarray(rows, dtype=np.intp)
    parts = [levels[at]]
    for window in windows:
        there = at + window.offset
        inside = (there >= 0) & (there < len(levels))
        seen = levels[np.where(inside, there, 0)][:, window.columns]
        parts.append(np.where(inside[:, None], seen, 0))
    return np.asarray(np.concatenate(parts, axis=1), dtype=np.float32)


def see_neighbours(levels: Floats, windows: Sequence[Window]) -> Floats:
    """`levels`, and beside them the windows' columns of other units, 0 beyond the ends of the document."""
    size, width = levels.shape
    total = width + sum(len(window.columns) for window in windows)
    table = np.empty((total, size), dtype=np.float32)
    table[:width] = levels.T
    at = width
    columns, seen = None, table[:0]
    for window in windows:
        end, offset = at + len(window.columns), min(abs(window.offset), size)
        if window.columns is not columns:  # windows over the same columns share them
            columns, seen = window.columns, table.take(window.columns, axis=0)
        if window.offset < 0:
            table[at:end, :offset] = 0
            table[at:end, offset:] = seen[:, : size - offset]
        else:
            table[at:end, : size - offset] = seen[:, offset:]
            table[at:end, size - offset :] = 0
        at = end
    return table.T


def probability(logits: Floats) -> npt.NDArray[np.float64]:
    """Log-odds as probabilities, in steps of a ten-thousandth."""
    return np.asarray(np.rint(1e4 / (1 + np.exp(-logits.astype(np.float64)))) / 1e4)


def quantise(
    blank: Network,
    members: Sequence[Sequence[tuple[Floats, Floats]]],
) -> Network:
    """The network `blank` with trained float layers (weights and bias each) as members, one step size an output."""
    packed = []
    for layers in members:
        made = []
        for weights, bias in layers:
            largest = np.maximum(np.abs(weights).max(axis=0), 1e-6)
            step = (largest / 127).astype(np.float32)
            made.append(Layer(np.rint(weights / step).astype(np.float32), (step / STEPS).astype(np.float32), bias))
        packed.append(tuple(made))
    return replace(blank, members=tuple(packed))


def to_arrays(network: Network, name: str) -> dict[str, npt.NDArray[np.generic]]:
    """The arrays of `network` for a weights file, under `name`."""
    arrays: dict[str, npt.NDArray[np.generic]] = {f"{name}.centre": network.centre, f"{name}.scale": network.scale}
    if (network.ceiling < INPUT_LIMIT).any():
        arrays[f"{name}.ceiling"] = network.ceiling
    for number, window in enumerate(network.windows):
        arrays[f"{name}.window.{number}"] = np.array([window.offset, *window.columns.tolist()], dtype=np.int32)
    for member, layers in enumerate(network.members):
        for number, layer in enumerate(layers):
            key = f"{name}.{member}.{number}"
            arrays[f"{key}.weights"] = layer.weights.astype(np.int8)
            arrays[f"{key}.step"] = layer.step
            arrays[f"{key}.bias"] = layer.bias
    return arrays


def from_arrays(arrays: Mapping[str, npt.NDArray[np.generic]], name: str) -> Network:
    """The network that `to_arrays` wrote under `name`."""
    windows: list[Window] = []
    while (key := f"{name}.window.{len(windows)}") in arrays:
        offset, *columns = arrays[key].tolist()
        shared = (
            windows[-1].columns if windows and windows[-1].columns.tolist() == columns else np.array(columns, np.intp)
        )
        windows.append(Window(int(offset), shared))
    members: list[tuple[Layer, ...]] = []
    while f"{name}.{len(members)}.0.weights" in arrays:
        layers: list[Layer] = []
        while (key := f"{name}.{len(members)}.{len(layers)}") + ".weights" in arrays:
            layers.append(
                Layer(
                    arrays[f"{key}.weights"].astype(np.float32),
                    arrays[f"{key}.step"].astype(np.float32),
                    arrays[f"{key}.bias"].astype(np.float32),
                )
            )
        members.append(tuple(layers))
    centre = arrays[f"{name}.centre"].astype(np.float32)
    return Network(
        centre,
        arrays[f"{name}.scale"].astype(np.float32),
        arrays.get(f"{name}.ceiling", np.full_like(centre, INPUT_LIMIT)).astype(np.float32),
        tuple(windows),
        tuple(members),
    )
