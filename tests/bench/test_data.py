"""Reading the benchmark sets: both layouts, made here in small, and the sample that grows without changing."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from bench.data import load_pages


def pack(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode()))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for number in range(8):
        pack(tmp_path / f"wcxb/html/{number}.html.gz", f"<p>Page {number}</p>")
        truth = {
            "main_content": f"Page {number}",
            "title": "T",
            "author": "Ada Example",
            "with": ["Page"],
            "without": None,
        }
        if number == 3:
            truth["main_content"] = None
        gold = tmp_path / f"wcxb/ground-truth/{number}.json"
        gold.parent.mkdir(exist_ok=True)
        gold.write_text(json.dumps({"url": "https://example.com/", "ground_truth": truth}))
    pack(tmp_path / "fundus/html/a.html.gz", "<p>A</p>")
    rows = [
        {"id": "a", "url": "u", "title": "", "publisher": "P", "authors": ["Ada", ""], "gold": "A"},
        {"id": "no-page", "gold": "B"},
    ]
    pack(tmp_path / "fundus/gold.jsonl.gz", "\n".join(map(json.dumps, rows)))
    (tmp_path / "other").mkdir()
    return tmp_path


def test_wcxb(data: Path) -> None:
    pages = load_pages(data, "wcxb")
    assert [page.id for page in pages] == ["0", "1", "2", "4", "5", "6", "7"]  # 3 has no gold
    assert pages[0].html() == b"<p>Page 0</p>"
    assert (pages[0].authors, pages[0].with_snippets, pages[0].without_snippets) == (("Ada Example",), ("Page",), ())


def test_fundus(data: Path) -> None:
    (page,) = load_pages(data, "fundus")
    assert (page.gold, page.title, page.authors, page.site) == ("A", None, ("Ada",), "P")


def test_a_larger_sample_holds_the_smaller(data: Path) -> None:
    two, four = ({page.id for page in load_pages(data, "wcxb", size)} for size in (2, 4))
    assert len(two) == 2
    assert two < four


def test_what_is_no_set(data: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no such data set"):
        load_pages(data, "missing")
    with pytest.raises(ValueError, match="neither"):
        load_pages(data, "other")
