"""Restoring: the very bytes back from a clean file and its report, or a refusal where they do not belong together."""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner, CleanerError, restore
from cleaner.errors import RestoreError
from cleaner.report import document_object, dumps, row_object
from tests.conftest import ARTICLE, URL, Cli

SWEDISH = ARTICLE.replace("weir", "fördämning åt väst")
FRONT = "---\r\ntitle: Weir\r\n---\r\n\r\n"

BYTES: Mapping[str, bytes] = {
    "plain": ARTICLE.encode(),
    "crlf": ARTICLE.replace("\n", "\r\n").encode(),
    "lone cr": ARTICLE.replace("\n", "\r").encode(),
    "mixed line ends": ARTICLE.replace("\n\n", "\r\n\n").encode(),
    "no final newline": ARTICLE.rstrip().encode(),
    "one line": ARTICLE.replace("\n\n", " ").encode(),
    "utf-8 with mark": codecs.BOM_UTF8 + SWEDISH.encode(),
    "utf-16 with mark": codecs.BOM_UTF16_LE + SWEDISH.encode("utf-16-le"),
    "utf-16 big-endian with mark": codecs.BOM_UTF16_BE + SWEDISH.encode("utf-16-be"),
    "utf-16 without mark": SWEDISH.encode("utf-16-le"),
    "odd half of utf-16": codecs.BOM_UTF16_LE + SWEDISH.encode("utf-16-le") + b"x",
    "windows-1252": SWEDISH.encode("cp1252"),
    "damaged utf-8": SWEDISH.encode().replace("å".encode(), b"\xc3"),
    "nul bytes": ARTICLE.replace("weir", "we\0ir").encode(),
    "markdown": f"{FRONT}# Weir\r\n\r\n{ARTICLE}".encode(),
    "nothing": b"",
    "white space": b" \n\t\r\n \n",
    "replacement characters of its own": f"\ufffd{SWEDISH}\ufffd".encode(),
}


@pytest.mark.parametrize("case", BYTES)
def test_bytes_come_back(rules: Path, case: str) -> None:
    result = Cleaner(rules=[rules]).clean(BYTES[case], url=URL)
    assert restore(result.text, json.loads(dumps(document_object(result)))) == BYTES[case]


def test_a_page_comes_back_as_its_linearised_text() -> None:
    page = (
        "<html><body><nav><a href='/'>Home</a></nav>"
        "<p>The weir was mended on Monday, and all went home.</p></body></html>"
    )
    result = Cleaner().clean(page.encode())
    assert restore(result.text, row_object(result)).decode() == result.document.text


def test_a_string_comes_back_with_its_surrogates() -> None:
    text = f"{ARTICLE}\ud83d"
    result = Cleaner().clean(text)
    assert restore(result.text, row_object(result)).decode("utf-8", "surrogatepass") == text


def test_front_matter_may_be_on_the_clean_text() -> None:
    result = Cleaner().clean(BYTES["markdown"])
    assert result.front_matter == FRONT.replace("\r\n\r\n", "\r\n")
    assert restore(f"{result.front_matter}{result.text}", row_object(result)) == BYTES["markdown"]


@pytest.fixture
def report(rules: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(dumps(document_object(Cleaner(rules=[rules]).clean(BYTES["plain"], url=URL))))
    return told


DAMAGE = {
    "another text": lambda row: row.update(text="Something else."),
    "a changed word": lambda row: row.update(text=row["text"].replace("Nine", "Ten")),
    "a lost edit": lambda row: row["edits"].pop(),
    "a moved edit": lambda row: row["edits"][0].update(start=row["edits"][0]["start"] + 1),
    "an edit of another length": lambda row: row["edits"][0].update(removed="x"),
    "a changed removal": lambda row: row["edits"][0].update(removed=row["edits"][0]["removed"].swapcase()),
    "another hash": lambda row: row.update(input_sha256="0" * 64),
    "another schema": lambda row: row.update(schema=99),
    "no edits": lambda row: row.pop("edits"),
    "edits of another type": lambda row: row.update(edits=[1]),
    "no encoding": lambda row: row.update(encoding=None),
    "an unknown encoding": lambda row: row["encoding"].update(name="klingon"),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_what_does_not_belong_together_is_refused(report: dict[str, Any], case: str) -> None:
    assert restore(report["text"], report) == BYTES["plain"]
    DAMAGE[case](report)
    with pytest.raises(RestoreError) as raised:
        restore(report.get("text", ""), report)
    assert isinstance(raised.value, CleanerError)


def test_one_file_and_the_report_of_its_run(cli: Cli, tmp_path: Path, rules: Path) -> None:
    scraped, clean = tmp_path / "scraped", tmp_path / "clean"
    (scraped / "a").mkdir(parents=True)
    (scraped / "weir.txt").write_bytes(BYTES["crlf"])
    (scraped / "a" / "weir.txt").write_bytes(BYTES["utf-16 with mark"])
    (scraped / "weir.md").write_bytes(BYTES["markdown"])
    assert cli("run", scraped, "-o", clean, "--rules", rules, "--source", "tidewater-post").code == 0
    report = clean / ".cleaner" / "report.jsonl"
    assert cli("restore", clean / "weir.txt", report).out == BYTES["crlf"]
    assert cli("restore", clean / "weir.md.txt", report).out == BYTES["markdown"]
    out = tmp_path / "back.txt"
    assert cli("restore", clean / "a" / "weir.txt", report, "-o", out).code == 0
    assert out.read_bytes() == BYTES["utf-16 with mark"]
    back = tmp_path / "original"
    assert cli("restore", clean, "-o", back).code == 0
    assert {path.relative_to(back): path.read_bytes() for path in back.rglob("*.*") if path.is_file()} == {
        path.relative_to(scraped): path.read_bytes() for path in scraped.rglob("*.*") if path.is_file()
    }


def test_a_file_and_the_json_of_one_document(cli: Cli, tmp_path: Path) -> None:
    source, clean, report = tmp_path / "weir.txt", tmp_path / "clean.txt", tmp_path / "weir.json"
    source.write_bytes(BYTES["windows-1252"])
    cli("clean", source, "-o", clean)
    cli("clean", source, "--format", "json", "-o", report)
    assert cli("restore", clean, report).out == BYTES["windows-1252"]


def test_a_changed_clean_file_ends_with_1_and_names_it(cli: Cli, tmp_path: Path) -> None:
    scraped, clean = tmp_path / "scraped", tmp_path / "clean"
    scraped.mkdir()
    (scraped / "weir.txt").write_bytes(BYTES["plain"])
    (scraped / "other.txt").write_bytes(BYTES["crlf"])
    cli("run", scraped, "-o", clean)
    (clean / "weir.txt").write_text("Someone edited this.", "utf-8")
    ended = cli("restore", clean / "weir.txt", clean / ".cleaner" / "report.jsonl")
    assert ended.code == 1
    assert ended.out == b""
    assert "weir.txt" in ended.err
    stray = tmp_path / "stray.txt"
    stray.write_text("No report knows this.", "utf-8")
    assert cli("restore", stray, clean / ".cleaner" / "report.jsonl").code == 1
    folder = cli("restore", clean, "-o", tmp_path / "back")
    assert folder.code == 1
    assert (tmp_path / "back" / "other.txt").read_bytes() == BYTES["crlf"]
    assert not (tmp_path / "back" / "weir.txt").exists()


def test_a_report_that_leads_out_of_its_folder_is_refused(cli: Cli, tmp_path: Path) -> None:
    scraped, clean = tmp_path / "scraped", tmp_path / "clean"
    scraped.mkdir()
    (scraped / "weir.txt").write_bytes(BYTES["plain"])
    cli("run", scraped, "-o", clean)
    report = clean / ".cleaner" / "report.jsonl"
    report.write_text(report.read_text("utf-8").replace('"id": "weir.txt"', '"id": "../evil.txt"'), "utf-8")
    ended = cli("restore", clean, "-o", tmp_path / "back")
    assert ended.code == 1
    assert not (tmp_path / "evil.txt").exists()
