"""A folder run: names, order, what cannot be read, what must not be overwritten, and an end that leaves nothing
half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.errors import UsageError
from cleaner.io.files import AtomicFile, write_file
from cleaner.io.folder import list_folder, output_name
from cleaner.model import Result
from tests.conftest import ARTICLE, Cli
from tests.test_report import PAGE, VALIDATOR, apply_edits

EXAMPLE = Path(__file__).parent.parent / "fixtures" / "example"


@pytest.fixture
def scraped(tmp_path: Path) -> Path:
    """A tree of several kinds of files."""
    root = tmp_path / "scraped"
    files: Mapping[str, bytes] = {
        "weir.txt": ARTICLE.encode(),
        "Page.HTML": PAGE.encode(),
        "deep/er/notes.md": f"---\ntitle: Weir\n---\n\n{ARTICLE}".encode(),
        "deep/page.htm": PAGE.encode("utf-16"),
        "deep/UPPER.TXT": ARTICLE.encode("cp1252"),
        "deep/picture.jpg": b"\xff\xd8\xff",
        "LICENSE": b"free",
        "data.csv": b"a,b",
        "more.csv": b"a,b",
    }
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def tree(root: Path) -> dict[str, bytes]:
    """Every file under `root` by its relative name, but for the ledger and its lock: SQLite's bytes are its own."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in files
        if path.name != "lock" and not path.name.startswith("ledger.sqlite")
    }


def rows(clean: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (clean / ".cleaner" / "report.jsonl").read_text("utf-8").splitlines()]


def test_the_same_tree_comes_out_as_text(cli: Cli, scraped: Path, tmp_path: Path) -> None:
    clean, before = tmp_path / "clean", tree(scraped)
    ended = cli("run", scraped, "-o", clean, "--jobs", "0")
    assert ended.code == 0
    assert set(tree(clean)) == {
        ".cleaner/report.jsonl",
        ".cleaner/totals.json",
        "weir.txt",
        "Page.HTML.txt",
        "deep/er/notes.md.txt",
        "deep/page.htm.txt",
        "deep/UPPER.TXT",
    }
    assert "skipped 4 files of other types: 1 (no extension), 2 .csv, 1 .jpg" in ended.text
    assert tree(scraped) == before
    assert "\r" not in ended.err, "a progress bar in a pipe"


def test_the_report_holds_a_valid_row_a_document_in_order(cli: Cli, scraped: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    cli("run", scraped, "-o", clean, "--jobs", "0")
    told = rows(clean)
    assert [row["id"] for row in told] == sorted(row["id"] for row in told)
    for row in told:
        VALIDATOR.validate(row)
        text = (clean / row["output"]).read_bytes().decode("utf-8")
        original = Cleaner().clean((scraped / row["id"]).read_bytes(), name=row["id"]).document.text
        assert apply_edits({**row, "input_text": original}) == text


def test_any_number_of_jobs_and_a_second_run_give_the_same_bytes(cli: Cli, scraped: Path, tmp_path: Path) -> None:
    for number in range(20):
        (scraped / f"copy{number}.txt").write_text(ARTICLE.replace("weir", f"weir {number}"), "utf-8")
    one, two = tmp_path / "one", tmp_path / "two"
    assert cli("run", scraped, "-o", one, "--jobs", "0").code == 0
    first = tree(one)
    assert cli("run", scraped, "-o", two, "--jobs", "2").code == 0
    assert tree(two) == first
    assert cli("run", scraped, "-o", one, "--jobs", "0").code == 0
    assert tree(one) == first


def test_the_bundled_example_runs(cli: Cli, tmp_path: Path) -> None:
    ended = cli("run", EXAMPLE, "-o", tmp_path / "clean", "--jobs", "0")
    assert ended.code == 0
    assert ended.text.startswith("6 documents: ")


def test_names_that_clash_fail_before_anything_is_written(cli: Cli, tmp_path: Path) -> None:
    clashes = {
        "same output": ["a.html", "a.html.txt"],
        "by case": ["Weir.txt", "weir.TXT"],
        "by case of a folder": ["A/weir.txt", "a/weir.txt"],
        "by composition": ["caf\u00e9.txt", "cafe\u0301.txt"],
        "a file where a folder goes": ["a.html", "a.html.txt/b.txt"],
    }
    for case, names in clashes.items():
        root, clean = tmp_path / case / "in", tmp_path / case / "out"
        for name in names:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(ARTICLE, "utf-8")
        if len([path for path in root.rglob("*") if path.is_file()]) < len(names):
            pytest.skip("a file system that folds names")
        ended = cli("run", root, "-o", clean, "--jobs", "0")
        assert ended.code == 2, case
        assert "clash" in ended.err
        assert not clean.exists()


def test_output_names() -> None:
    cases = {"a.html": "a.html.txt", "a.HTM": "a.HTM.txt", "b/a.md": "b/a.md.txt", "a.txt": "a.txt", "a.TXT": "a.TXT"}
    assert {name: str(output_name(PurePosixPath(name))) for name in cases} == cases


def test_an_output_folder_inside_the_input_is_not_read(cli: Cli, scraped: Path) -> None:
    clean = scraped / "clean"
    ended = cli("run", scraped, "-o", clean, "--jobs", "0")
    assert ended.code == 0
    assert "note: the output folder" in ended.text
    first = tree(clean)
    assert cli("run", scraped, "-o", clean, "--jobs", "0").code == 0
    assert tree(clean) == first


def test_an_output_folder_that_leads_back_is_refused(cli: Cli, scraped: Path, tmp_path: Path) -> None:
    before = tree(scraped)
    link = tmp_path / "link"
    link.symlink_to(scraped)
    assert cli("run", scraped, "-o", link, "--jobs", "0").code == 2
    assert cli("run", link, "-o", scraped, "--jobs", "0").code == 2
    clean = tmp_path / "clean"
    clean.mkdir()
    (clean / "deep").symlink_to(scraped / "deep")
    assert cli("run", scraped, "-o", clean, "--jobs", "0").code == 2
    nested = tmp_path / "scraped" / "scraped"
    nested.mkdir()
    (nested / "weir.txt").write_text(ARTICLE, "utf-8")
    assert cli("run", scraped, "-o", tmp_path, "--jobs", "0").code == 2
    (nested / "weir.txt").unlink()
    nested.rmdir()
    assert tree(scraped) == before


def test_files_that_no_run_wrote_are_not_overwritten(cli: Cli, scraped: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    clean.mkdir()
    (clean / "weir.txt").write_text("my own notes", "utf-8")
    ended = cli("run", scraped, "-o", clean, "--jobs", "0")
    assert ended.code == 2
    assert "weir.txt" in ended.err
    assert tree(clean) == {"weir.txt": b"my own notes"}


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(cli: Cli, scraped: Path, tmp_path: Path) -> None:
    (scraped / "scan.html").write_bytes(b"%PDF-1.7 \x00\x01")
    (scraped / "loop.txt").symlink_to("loop.txt")
    (scraped / "gone.txt").symlink_to("nowhere.txt")
    os.mkfifo(scraped / "pipe.txt")
    (scraped / "deep" / "round").symlink_to(scraped)
    clean = tmp_path / "clean"
    ended = cli("run", scraped, "-o", clean, "--jobs", "0")
    assert ended.code == 1
    for name in ("scan.html", "loop.txt", "gone.txt", "pipe.txt"):
        assert f"failed: {name}: " in ended.err
    told = {row["id"]: row for row in rows(clean)}
    assert len(told) == 5 + 4
    assert told["scan.html"]["status"] == "failed"
    assert told["scan.html"]["output"] is None
    for row in told.values():
        VALIDATOR.validate(row)
    assert (clean / "weir.txt").exists()


def test_an_unreadable_folder_is_named(cli: Cli, scraped: Path, tmp_path: Path) -> None:
    locked = scraped / "locked"
    locked.mkdir()
    (locked / "a.txt").write_text(ARTICLE, "utf-8")
    locked.chmod(0)
    try:
        if os.access(locked, os.R_OK):
            pytest.skip("this user may read everything")
        ended = cli("run", scraped, "-o", tmp_path / "clean", "--jobs", "0")
    finally:
        locked.chmod(0o755)
    assert ended.code == 1
    assert "failed: locked: " in ended.err
    assert "5 clean" in ended.text or "changed" in ended.text


def test_a_folder_that_vanishes_is_named(scraped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refuse(path: Any) -> Any:
        if Path(path).name == "deep":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    listing = list_folder(scraped, tmp_path / "clean")
    assert [(trouble.id, trouble.why) for trouble in listing.troubles] == [("deep", "Permission denied")]
    assert {item.id for item in listing.inputs} == {"weir.txt", "Page.HTML"}


def test_linked_folders_outside_are_read_once(tmp_path: Path) -> None:
    root, other = tmp_path / "in", tmp_path / "other"
    root.mkdir()
    other.mkdir()
    (other / "a.txt").write_text(ARTICLE, "utf-8")
    (other / "back").symlink_to(root)
    (root / "one").symlink_to(other)
    (root / "two").symlink_to(other)
    assert [item.id for item in list_folder(root, tmp_path / "out").inputs] == ["one/a.txt"]


def test_names_that_are_no_utf8_are_cleaned_and_told(cli: Cli, tmp_path: Path) -> None:
    root, clean = tmp_path / "in", tmp_path / "out"
    root.mkdir()
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        (root / name).write_text(ARTICLE, "utf-8")
    except OSError:
        pytest.skip("a file system that takes UTF-8 names alone")
    assert cli("run", root, "-o", clean, "--jobs", "0").code == 0
    assert [row["id"] for row in rows(clean)] == ["caf\\xe9.txt"]
    assert (clean / "caf\\xe9.txt").exists()


def test_a_long_name_costs_only_its_document(cli: Cli, tmp_path: Path) -> None:
    root, clean = tmp_path / "in", tmp_path / "out"
    root.mkdir()
    long = "w" * 250 + ".html"
    (root / long).write_text(PAGE, "utf-8")
    (root / ("ä" * 125 + ".txt")).write_text(ARTICLE, "utf-8")
    ended = cli("run", root, "-o", clean, "--jobs", "0")
    assert ended.code == 1
    assert f"failed: {long}: cannot be written" in ended.err
    assert [row["id"] for row in rows(clean) if row["status"] == "failed"] == [long]
    assert len(tree(clean)) == 3


def test_a_defect_costs_only_its_document(
    cli: Cli, scraped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = Cleaner.clean

    def fail(self: Cleaner, data: bytes | str, **options: Any) -> Result:
        if options["name"] == "weir.txt":
            raise ZeroDivisionError("division by zero")
        return sound(self, data, **options)

    monkeypatch.setattr(Cleaner, "clean", fail)
    clean = tmp_path / "clean"
    ended = cli("run", scraped, "-o", clean, "--jobs", "0")
    assert ended.code == 1
    assert "failed: weir.txt: ZeroDivisionError: division by zero" in ended.err
    assert (clean / "weir.txt").read_text("utf-8") == ARTICLE
    row = next(row for row in rows(clean) if row["id"] == "weir.txt")
    VALIDATOR.validate(row)
    assert row["status"] == "failed"


def test_an_empty_folder_is_no_error(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    ended = cli("run", tmp_path / "in", "-o", tmp_path / "out", "--jobs", "0")
    assert ended.code == 0
    assert "no .html" in ended.text


def test_an_unknown_source_writes_no_report(cli: Cli, scraped: Path, tmp_path: Path) -> None:
    assert cli("run", scraped, "-o", tmp_path / "clean", "--source", "nowhere-news", "--jobs", "0").code == 2
    assert not (tmp_path / "clean").exists()


def test_an_interrupt_keeps_what_is_done(
    cli: Cli, scraped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = Cleaner.clean

    def interrupted(self: Cleaner, data: bytes | str, **options: Any) -> Result:
        if options["name"] == "deep/page.htm":
            raise KeyboardInterrupt
        return sound(self, data, **options)

    monkeypatch.setattr(Cleaner, "clean", interrupted)
    clean = tmp_path / "clean"
    ended = cli("run", scraped, "-o", clean, "--jobs", "0")
    assert ended.code == 130
    assert "interrupted" in ended.err
    assert "3 of 5 documents" in ended.text
    assert [row["id"] for row in rows(clean)] == ["Page.HTML", "deep/UPPER.TXT", "deep/er/notes.md"]
    assert set(tree(clean)) == {
        ".cleaner/report.jsonl",
        ".cleaner/totals.json",
        "Page.HTML.txt",
        "deep/UPPER.TXT",
        "deep/er/notes.md.txt",
    }


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_a_process_cleanly(tmp_path: Path, jobs: str) -> None:
    root, clean = tmp_path / "in", tmp_path / "out"
    root.mkdir()
    for number in range(200):
        (root / f"{number:03}.html").write_text(PAGE * 3, "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "cleaner", "run", root, "-o", clean, "--jobs", jobs],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    limit = time.monotonic() + 60
    while not (clean / "003.html.txt").exists() and time.monotonic() < limit:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert b"Traceback" not in err
    written = {name for name in tree(clean) if not name.startswith(".cleaner")}
    assert 4 <= len(written) < 200
    assert {row["output"] for row in rows(clean)} == written


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    write_file(path, b"old")
    with pytest.raises(TypeError), AtomicFile(path) as file:
        file.write("no bytes")  # type: ignore[arg-type]
    assert tree(tmp_path) == {"a/b.txt": b"old"}


def test_a_file_is_no_input_folder(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, "utf-8")
    with pytest.raises(UsageError, match="not a folder"):
        list_folder(path, tmp_path / "out")
