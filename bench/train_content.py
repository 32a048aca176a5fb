"""Rebuild the content model's weights: `python -m bench.train_content DATA`.

The same data, the same locked packages, the same processor and one thread give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.content_data import FOLDS, FoldLexicons, Sample, fold_of, page_samples, text_samples
from bench.content_long import long_samples, long_text_samples
from bench.content_training import Plan, Trainer
from bench.data import SETS, load_pages
from cleaner.inputs.encoding import decode
from cleaner.propose.content.model import WEIGHTS, Calibration, ContentModel

MOST_SIZE = 2.0
"""Standard deviations up to which sizes count. Out of fold, with guards: word F1 .9624 on WCXB and .9760 on news, with
no ceiling .9607 and .9756; on long articles (`content_long`) recall .995 with both."""

HTML_PLANS = (
    Plan(dropout=0.3, epochs=8, most_size=MOST_SIZE),
    Plan(hidden=(64, 32), seeds=(1, 2), dropout=0.3, epochs=8, most_size=MOST_SIZE),
)
TEXT_PLANS = (Plan(epochs=4), Plan(epochs=6, seeds=(0, 1)))
"""First and second pass. Text has five times as many units, being the same pages in several shapes; their sizes never
come near the ceiling."""

CALIBRATIONS = {"html": Calibration(0.62, 0.24), "text": Calibration(0.72, 0.42)}
"""Fitted to the log-odds and labels of all units, out of fold: unseen sites are less clear than those trained on."""

THRESHOLD = 0.5
"""Where word F1 is highest out of fold; it is flat from .42 to .6."""

VERSIONS = {"html": "4", "text": "3"}
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Samples:
    """Everything that is learned from: pages, and the same pages as flat text."""

    html: list[Sample]
    text: list[Sample]


class Trainers:
    """The two models' trainers; token weights are learned from pages and serve both."""

    def __init__(self, samples: Samples) -> None:
        lexicons = FoldLexicons(samples.html)
        self._trainers = {
            "html": Trainer(samples.html, *HTML_PLANS, lexicons),
            "text": Trainer(samples.text, *TEXT_PLANS, lexicons),
        }

    def model(self, name: str, *held_out: int) -> ContentModel:
        """The model `html` or `text`, trained on all folds but `held_out`."""
        return self._trainers[name].train(CALIBRATIONS[name], THRESHOLD, VERSIONS[name], *held_out)


def read_samples(data: Path, sets: Sequence[str] = SETS) -> Samples:
    """Read, label and describe every page with gold."""
    samples = Samples([], [])
    for name in sets:
        pages = load_pages(data, name)
        for page in pages:
            html = decode(page.html(), html=True).text
            samples.html.extend(page_samples(page, html))
            samples.text.extend(text_samples(page, html))
        for fold in range(FOLDS):
            of_fold = [page for page in pages if fold_of(page.url or page.id) == fold]
            samples.html.extend(long_samples(of_fold))
            samples.text.extend(long_text_samples(of_fold))
    return samples


def trainers(data: Path) -> Trainers:
    """Trainers over all of `data`."""
    return Trainers(read_samples(data))


def write(model: ContentModel, path: Path) -> str:
    """Write a weights file; returns its SHA-256."""
    np.savez_compressed(path, allow_pickle=False, **model.to_arrays())
    return hashlib.sha256(path.read_bytes()).hexdigest()


def hold_to_one_thread() -> None:
    """Start again with one numeric thread: with more, the order of additions, and so the last bits, would vary."""
    if any(os.environ.get(name) != "1" for name in _THREADS):
        os.environ.update(dict.fromkeys(_THREADS, "1"))
        os.execv(sys.executable, [sys.executable, "-m", "bench.train_content", *sys.argv[1:]])


def main() -> None:
    """Train on everything and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder that holds " + ", ".join(SETS))
    parser.add_argument("-o", "--output", type=Path, default=WEIGHTS, help="where the .npz files go")
    arguments = parser.parse_args()
    hold_to_one_thread()
    made = trainers(arguments.data)
    for name in CALIBRATIONS:
        path = arguments.output / f"{name}.npz"
        print(f"{path}: sha256 {write(made.model(name), path)}, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
