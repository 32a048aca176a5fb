"""The clean text that the repair's tables are counted on and judged by."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Gold:
    """The clean body of one article."""

    id: str
    site: str
    text: str
    title: str
    half: str

    @property
    def fifth(self) -> int:
        """Which fifth of the sites its site is in, 0 to 4; fixed by its name."""
        return int.from_bytes(hashlib.sha256(f"r{self.site}".encode()).digest()[:4], "big") % 5


def site_of(url: str) -> str:
    """The last two labels of the host: enough to keep a site in one half."""
    return ".".join((urlsplit(url).hostname or url).split(".")[-2:])


def half_of(site: str) -> str:
    """Which half of the sites this one is in; fixed by its name."""
    return "ab"[zlib.crc32(site.encode()) & 1]


def gold_articles(data: Path) -> Iterator[Gold]:
    """The articles of WCXB's development split, in order of their names."""
    for path in sorted((data / "wcxb-dev-article" / "ground-truth").glob("*.json")):
        entry = json.loads(path.read_text(encoding="utf-8"))
        truth = entry["ground_truth"]
        if truth.get("main_content"):
            site = site_of(entry.get("url") or entry.get("file_id") or path.stem)
            yield Gold(path.stem, site, truth["main_content"], truth.get("title") or "", half_of(site))


def news_articles(data: Path) -> Iterator[Gold]:
    """The news bodies of fundus-a, in every language."""
    with gzip.open(data / "fundus-a" / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            site = site_of(entry["url"])
            yield Gold(entry["id"], site, entry["gold"], entry.get("title") or "", half_of(site))
