"""Cleaning whole pages, beside trafilatura (comments off) on the same pages in the same run.

Usage: python -m bench.pages DATA [--sample N] [--set NAME] [--worst N] [--engine NAME] [--no-rules]

DATA holds `wcxb-dev-article/` and `fundus-a/`. For each set and extractor: word precision, recall and F1 (macro), the
share of snippets that must appear and do (`with`), the share of snippets that must not and do (`without`), and
documents a second of processor time; then documents that failed or whose books do not balance, and the worst pages. The
pages' URLs are not given to the cleaner, so that a source is known only by what the page says; `--no-rules` leaves
even that out.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import trafilatura

from bench.data import SETS, Page, load_pages
from bench.scores import Score, SnippetCount, count_snippets, macro, word_score
from cleaner import Cleaner, Config, Status, stitch
from cleaner.config import Engine
from cleaner.errors import CleanerError
from cleaner.rules import RuleBook


@dataclass(slots=True)
class Run:
    """One extractor over one set of pages."""

    name: str
    scores: dict[str, Score] = field(default_factory=dict)
    with_snippets: list[SnippetCount] = field(default_factory=list)
    without_snippets: list[SnippetCount] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def add(self, page: Page, text: str) -> None:
        """Score the text of one page."""
        self.scores[page.id] = word_score(text, page.gold)
        self.with_snippets.append(count_snippets(text, page.with_snippets))
        self.without_snippets.append(count_snippets(text, page.without_snippets))

    def line(self, set_name: str) -> str:
        """The figures as one line."""
        mean = macro(list(self.scores.values()))
        return (
            f"{set_name:18} {self.name:12} F1 {mean.f1:.4f}  precision {mean.precision:.4f}  recall {mean.recall:.4f}  "
            f"with {rate(self.with_snippets)}  without {rate(self.without_snippets)}  "
            f"{len(self.scores) / self.seconds:.1f} documents/s"
        )


def rate(counts: Sequence[SnippetCount]) -> str:
    """The share of all snippets that were found."""
    total = sum(count.total for count in counts)
    return f"{sum(count.found for count in counts) / total:.4f}" if total else "-"


def cleaner_text(cleaner: Cleaner, data: bytes, page: Page, run: Run) -> str:
    """Our text of one page; what went wrong is noted in `run`."""
    start = time.process_time()
    try:
        result = cleaner.clean(data, id=page.id, media="html")
    except CleanerError as error:
        run.problems.append(f"{page.id}: {error}")
        return ""
    finally:
        run.seconds += time.process_time() - start
    run.statuses[result.status] += 1
    if result.status is Status.FAILED:
        run.problems.append(f"{page.id}: failed: {'; '.join(result.warnings)}")
    if stitch(result) != result.document.text:
        run.problems.append(f"{page.id}: the books do not balance")
    return result.text


def trafilatura_text(data: bytes, run: Run) -> str:
    """trafilatura's text of one page, comments off, metadata on (the cleaner reads it too)."""
    start = time.process_time()
    told = trafilatura.bare_extraction(data, include_comments=False, with_metadata=True)
    run.seconds += time.process_time() - start
    return (told.text or "") if isinstance(told, trafilatura.settings.Document) else ""


def compare(set_name: str, pages: Sequence[Page], cleaner: Cleaner, worst: int) -> bool:
    """Run both extractors over `pages` and print the figures; whether no document failed."""
    ours, theirs = Run("cleaner"), Run("trafilatura")
    for page in pages:
        data = page.html()
        ours.add(page, cleaner_text(cleaner, data, page, ours))
        theirs.add(page, trafilatura_text(data, theirs))
    for run in (ours, theirs):
        print(run.line(set_name))
    statuses = ", ".join(f"{count} {status}" for status, count in sorted(ours.statuses.items()))
    print(f"{set_name:18} {statuses}; {len(ours.problems)} failed or out of balance")
    for problem in ours.problems:
        print(f"  {problem}")
    for page_id, score in sorted(ours.scores.items(), key=lambda item: (item[1].f1, item[0]))[:worst]:
        print(
            f"  {page_id:32} F1 {score.f1:.3f} (precision {score.precision:.3f}, recall {score.recall:.3f})  "
            f"trafilatura {theirs.scores[page_id].f1:.3f}"
        )
    return not ours.problems


def main() -> int:
    """Read the arguments and print the sets; 1 where a document failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sample", type=int, help="that many pages of each set")
    parser.add_argument("--set", choices=SETS, action="append", help="only this set; repeatable")
    parser.add_argument("--worst", type=int, default=10, help="print that many of our worst pages")
    parser.add_argument("--engine", choices=get_args(Engine), default="auto", help="what finds the main text")
    parser.add_argument("--no-rules", action="store_true", help="without source rules and phrase packs")
    arguments = parser.parse_args()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    config = Config(engine=arguments.engine)
    cleaner = Cleaner(rules=RuleBook() if arguments.no_rules else None, config=config)
    good = [
        compare(name, load_pages(arguments.data, name, arguments.sample), cleaner, arguments.worst)
        for name in arguments.set or SETS
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
