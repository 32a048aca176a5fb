"""What finding an engine's text in the page costs: word F1 of trafilatura's own text and of the aligned spans.

Usage: python -m bench.align DATA [--sample N] [--worst N]

DATA holds `wcxb-dev-article/` and `fundus-a/`. For each set: F1 of the text as the engine gives it and of the spans
that it is aligned to, how far the two agree with each other (F1 of one against the other), and milliseconds of
processor time a page for either. The aligned F1 is to be within .002 of the engine's own, or above it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.data import SETS, Page, load_pages
from bench.scores import Score, macro, word_score
from cleaner import inputs
from cleaner.propose.engines import trafilatura_text
from cleaner.propose.engines.align import align

TOLERANCE = 0.002
"""F1 that the aligned text may lie below the engine's own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One page: the engine's own score, the aligned text's, and how far the two texts agree."""

    page: str
    own: Score
    aligned: Score
    agreement: Score
    engine_seconds: float
    align_seconds: float


def measure(page: Page) -> Row:
    """Align one page."""
    document = inputs.read(page.html(), id=page.id, media="html")
    start = time.process_time()
    kept = trafilatura_text(document)
    between = time.process_time()
    spans = align(document.text, document.blocks, kept)
    end = time.process_time()
    text = "\n".join(span.of(document.text) for span in spans)
    return Row(
        page.id,
        word_score(kept, page.gold),
        word_score(text, page.gold),
        word_score(text, kept),
        between - start,
        end - between,
    )


def report(set_name: str, rows: Sequence[Row], worst: int) -> bool:
    """Print one set; whether the aligned text is good enough."""
    own, aligned = macro([row.own for row in rows]).f1, macro([row.aligned for row in rows]).f1
    engine_ms, align_ms = (
        1000 * sum(seconds) / len(rows)
        for seconds in ([row.engine_seconds for row in rows], [row.align_seconds for row in rows])
    )
    agreement = macro([row.agreement for row in rows]).f1
    print(
        f"{set_name:18} {len(rows)} pages  F1 own {own:.4f}  aligned {aligned:.4f}  agreement {agreement:.4f}  "
        f"engine {engine_ms:.1f} ms  alignment {align_ms:.1f} ms"
    )
    for row in sorted(rows, key=lambda row: (row.agreement.f1, row.page))[:worst]:
        print(
            f"  {row.page:32} agreement {row.agreement.f1:.3f} (precision {row.agreement.precision:.3f}, recall "
            f"{row.agreement.recall:.3f})  F1 own {row.own.f1:.3f}  aligned {row.aligned.f1:.3f}"
        )
    return aligned >= own - TOLERANCE


def main() -> int:
    """Read the arguments and print both sets; 1 where one is out of tolerance."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sample", type=int, help="that many pages of each set")
    parser.add_argument("--worst", type=int, default=5, help="print that many pages that agree least")
    arguments = parser.parse_args()
    good = [
        report(name, [measure(page) for page in load_pages(arguments.data, name, arguments.sample)], arguments.worst)
        for name in SETS
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
