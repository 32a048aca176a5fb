"""Rebuild the content model's weights from the data: `python -m bench.train_content DATA`.

The same data, the same locked packages, the same architecture and one thread give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np

from bench.content_data import Sample, sample_of
from bench.content_training import Plan, Trainer
from bench.data import SETS, load_pages
from cleaner import inputs
from cleaner.propose.content.model import WEIGHTS, ContentModel

FIRST = Plan()
SECOND = Plan()
THRESHOLD = 0.42
"""Where word F1 is highest out of fold; it is flat from .35 to .5."""


def html_samples(data: Path) -> list[Sample]:
    """All pages with gold, as the model sees them."""
    return [
        sample_of(page, inputs.read(page.html(), media="html", url=page.url))
        for name in SETS
        for page in load_pages(data, name)
    ]


def write(model: ContentModel, path: Path) -> str:
    """Write a weights file; returns its SHA-256."""
    np.savez_compressed(path, allow_pickle=False, **model.to_arrays())
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Train on everything and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds " + ", ".join(SETS))
    parser.add_argument("-o", "--output", type=Path, default=WEIGHTS, help="where the .npz files go")
    arguments = parser.parse_args()
    samples = html_samples(arguments.data)
    model = Trainer(samples, FIRST, SECOND).train(THRESHOLD, "1")
    path = arguments.output / "html.npz"
    print(f"{path}: sha256 {write(model, path)}, {path.stat().st_size} bytes, {len(samples)} pages")


if __name__ == "__main__":
    main()
