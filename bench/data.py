"""Benchmark pages: reading the data sets that the benchmarks run on.

Two layouts are known, both folders of gzipped pages beside their gold:

- WCXB: `html/ID.html.gz` and `ground-truth/ID.json` (`ground_truth.main_content`, `title`, `author`, `publish_date`,
  and the snippets `with` and `without`);
- Fundus: `html/ID.html.gz` and `gold.jsonl.gz` (one object a page: `id`, `url`, `title`, `authors`, `gold`,
  `publisher`, `country`).
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SETS = ("wcxb-dev-article", "fundus-a")
"""The folders of the data that hold pages with gold, in the order they are reported."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page and what a person or a hand-written parser says of it. `gold` is the article's text, never empty."""

    set_name: str
    id: str
    path: Path
    gold: str
    url: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    site: str | None = None
    with_snippets: tuple[str, ...] = ()
    without_snippets: tuple[str, ...] = ()

    def html(self) -> bytes:
        """The page's bytes as they were fetched."""
        return gzip.decompress(self.path.read_bytes())


def load_pages(data: Path, set_name: str, sample: int | None = None) -> list[Page]:
    """The pages of one set that have gold, by id. `sample` takes that many of them, the same ones every time.

    Raises `FileNotFoundError` where the set is not there and `ValueError` where its layout is unknown.
    """
    folder = data / set_name
    if (folder / "ground-truth").is_dir():
        pages = list(_wcxb(folder, set_name))
    elif (folder / "gold.jsonl.gz").is_file():
        pages = list(_fundus(folder, set_name))
    elif not folder.exists():
        raise FileNotFoundError(f"{folder}: no such data set; give the folder that holds {', '.join(SETS)}")
    else:
        raise ValueError(f"{folder}: neither ground-truth/ nor gold.jsonl.gz is there")
    pages.sort(key=lambda page: page.id)
    return pages if sample is None else _sample(pages, sample)


def _sample(pages: Sequence[Page], size: int) -> list[Page]:
    """Pages drawn by the hash of their ids: a larger sample holds every page of a smaller one."""
    drawn = sorted(pages, key=lambda page: hashlib.sha256(page.id.encode()).digest())[:size]
    return sorted(drawn, key=lambda page: page.id)


def _wcxb(folder: Path, set_name: str) -> Iterator[Page]:
    for path in sorted((folder / "ground-truth").glob("*.json")):
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        truth: dict[str, Any] = told["ground_truth"]
        page = folder / "html" / f"{path.stem}.html.gz"
        if not truth.get("main_content") or not page.exists():
            continue
        author = (truth.get("author") or "").strip()
        yield Page(
            set_name,
            path.stem,
            page,
            truth["main_content"],
            url=told.get("url"),
            title=truth.get("title") or None,
            authors=(author,) if author else (),
            published=truth.get("publish_date") or None,
            with_snippets=tuple(truth.get("with") or ()),
            without_snippets=tuple(truth.get("without") or ()),
        )


def _fundus(folder: Path, set_name: str) -> Iterator[Page]:
    with gzip.open(folder / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            told: dict[str, Any] = json.loads(line)
            page = folder / "html" / f"{told['id']}.html.gz"
            if not told.get("gold") or not page.exists():
                continue
            yield Page(
                set_name,
                told["id"],
                page,
                told["gold"],
                url=told.get("url"),
                title=told.get("title") or None,
                authors=tuple(author for author in told.get("authors") or () if author),
                site=told.get("publisher"),
            )
