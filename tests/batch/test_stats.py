"""`cleaner stats`: totals that add up, of files and containers alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import ARTICLE, Cli
from tests.test_report import PAGE


@pytest.fixture
def clean(cli: Cli, rules: Path, tmp_path: Path) -> Path:
    root = tmp_path / "in"
    root.mkdir()
    (root / "a.txt").write_text(ARTICLE, "utf-8")
    (root / "b.html").write_text(PAGE, "utf-8")
    (root / "c.txt").write_bytes(b"%PDF-1.7 \x00\x01")
    line = json.dumps({"text": ARTICLE, "url": "https://tidewaterpost.example/a"})
    (root / "d.jsonl").write_text(f"{line}\n{line}\n\n", "utf-8")
    assert cli("run", root, "-o", tmp_path / "out", "--jobs", "0", "--rules", rules).code == 1
    return tmp_path / "out"


def test_totals_add_up(cli: Cli, clean: Path) -> None:
    told = json.loads(cli("stats", clean, "--json").text)
    assert told == json.loads((clean / ".cleaner" / "totals.json").read_text("utf-8"))
    assert told["documents"] == 5
    assert told["silent"] == 1
    assert sum(told["statuses"].values()) == sum(told["sources"].values()) == 5
    assert told["sources"]["tidewater-post"] == 2
    assert told["origins"]["rule:tidewater-post#read-more"] == 2
    assert sum(told["kinds"].values()) == sum(told["origins"].values())
    rows = [json.loads(line) for line in (clean / ".cleaner" / "report.jsonl").read_text("utf-8").splitlines()]
    rows += [json.loads(line) for line in (clean / ".cleaner/reports/d.jsonl.jsonl").read_text("utf-8").splitlines()]
    assert sum(len(row["edits"]) for row in rows) == sum(told["kinds"].values())
    assert told["words_in"] > told["words_out"] > 0
    losses = [each["words_in"] - each["words_out"] for each in told["lost"]]
    assert losses == sorted(losses, reverse=True)
    assert told["failed"][0]["id"] == "c.txt"


def test_a_person_can_read_it(cli: Cli, clean: Path) -> None:
    text = cli("stats", clean).text
    assert text.startswith("5 documents\n1 records without a text\n")
    for title in ("by status", "by source", "by kind", "by rule", "lost the most", "that failed"):
        assert title in text
    assert "others" in cli("stats", clean, "--most", "1").text


def test_a_folder_that_no_run_wrote(cli: Cli, tmp_path: Path) -> None:
    ended = cli("stats", tmp_path)
    assert ended.code == 2
    assert "no run was written here" in ended.err
    assert not list(tmp_path.iterdir()), "nothing is made by asking"
