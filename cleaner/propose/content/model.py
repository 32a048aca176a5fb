"""The trained model of one medium: token weights, two networks, a threshold; read from a weights file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cleaner.propose.content import features, network
from cleaner.propose.content.lexicon import Lexicon

WEIGHTS = Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True)
class Calibration:
    """A straight line from the network's log-odds to those that were right on pages it had not seen."""

    slope: float
    bias: float

    def of(self, logits: network.Floats) -> network.Floats:
        """Calibrated log-odds, in steps of 1/256 nat."""
        return np.asarray(np.rint((logits * self.slope + self.bias) * 256) / 256, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class ContentModel:
    """Weights of one medium. `version` names them in reports."""

    lexicons: features.Lexicons
    first: network.Network
    second: network.Network
    calibration: Calibration
    threshold: float
    version: str

    def opinions(self, units: features.Units, fixed: features.Fixed | None = None) -> Opinions:
        """What the model thinks of each unit. `fixed` where these features are known already."""
        if fixed is None:
            fixed = features.fixed_features(units)
        first = features.first_pass(units, fixed, self.lexicons)
        levels = self.first.levels(first.matrix())
        p = network.probability(self.first.logits(levels))
        second = features.second_pass(units, fixed, p)
        levels = np.concatenate([levels.T, self.second.levels(second.matrix()).T]).T
        logits = self.calibration.of(self.second.logits(levels))
        return Opinions((*first.names, *second.names), levels, logits, fixed.prose)

    def to_arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Everything, for a weights file."""
        arrays = {**network.to_arrays(self.first, "first"), **network.to_arrays(self.second, "second")}
        for name in ("words", "pairs", "names"):
            table: Lexicon = getattr(self.lexicons, name)
            arrays[f"{name}.prints"] = table.prints
            arrays[f"{name}.weights"] = table.weights
        arrays["calibration"] = np.array([self.calibration.slope, self.calibration.bias])
        arrays["threshold"] = np.array(self.threshold)
        arrays["version"] = np.array(self.version)
        return arrays


@dataclass(frozen=True, slots=True)
class Opinions:
    """The features of both passes by name, in whole steps; the log-odds of content of each unit, and its words where
    it reads like running text (else 0)."""

    names: tuple[str, ...]
    levels: npt.NDArray[np.floating | np.integer]
    logits: npt.NDArray[np.float32]
    prose: npt.NDArray[np.float64]


def model_from(arrays: Mapping[str, npt.NDArray[np.generic]]) -> ContentModel:
    """The model that `ContentModel.to_arrays` wrote."""

    def lexicon(name: str) -> Lexicon:
        return Lexicon(arrays[f"{name}.prints"].astype(np.uint32), arrays[f"{name}.weights"].astype(np.int8))

    return ContentModel(
        features.Lexicons(lexicon("words"), lexicon("pairs"), lexicon("names")),
        network.from_arrays(arrays, "first"),
        network.from_arrays(arrays, "second"),
        Calibration(*map(float, arrays["calibration"].tolist())),
        float(arrays["threshold"].item()),
        str(arrays["version"].item()),
    )


@lru_cache(maxsize=4)
def load_model(name: str) -> ContentModel:
    """The shipped model `html` or `text`, read once a process."""
    return read_model(WEIGHTS / f"{name}.npz")


def read_model(path: Path) -> ContentModel:
    """The model in a weights file."""
    with np.load(path, allow_pickle=False) as arrays:
        return model_from({key: arrays[key] for key in arrays.files})
