"""Inputs behind URLs come out as the same files on a disk do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from cleaner.io.remote import is_remote
from tests.conftest import ARTICLE, Cli
from tests.test_run_folder import tree


@pytest.fixture
def bucket() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    files = {
        "a.txt": ARTICLE,
        "b/c.html": f"<html><body><article><p>{ARTICLE}</p></article></body></html>",
        "b/d.jsonl": json.dumps({"text": ARTICLE}) + "\n",
        "e.csv": "a,b",
    }
    for name, text in files.items():
        system.pipe_file(f"/bucket/in/{name}", text.encode())
    yield system
    system.rm("/bucket", recursive=True)


def test_a_bucket_is_a_folder(cli: Cli, bucket: Any, tmp_path: Path) -> None:
    bucket.get("/bucket/in/", str(tmp_path / "in"), recursive=True)
    ended = cli("run", "memory://bucket/in", "-o", tmp_path / "far", "--jobs", "0")
    assert ended.code == 0, ended.err
    assert "1 .csv" in ended.text
    assert cli("run", tmp_path / "in", "-o", tmp_path / "near", "--jobs", "0").code == 0
    assert tree(tmp_path / "far") == tree(tmp_path / "near")
    assert "3 of 3 were done before" in cli("run", "memory://bucket/in", "-o", tmp_path / "far", "--jobs", "0").text


def test_one_container_and_other_processes(cli: Cli, bucket: Any, tmp_path: Path) -> None:
    assert cli("run", "memory://bucket/in/b/d.jsonl", "-o", tmp_path / "one", "--jobs", "1").code == 0
    assert "Read more: Five" not in (tmp_path / "one" / "d.jsonl").read_text("utf-8")
    bucket.get("/bucket/in/", str(tmp_path / "in"), recursive=True)
    assert cli("run", f"file://{tmp_path}/in", "-o", tmp_path / "two", "--jobs", "1").code == 0
    assert (tmp_path / "two" / "a.txt").exists()


def test_what_cannot_be_reached_is_told(cli: Cli, tmp_path: Path) -> None:
    for url in ("memory://nowhere", "nosuch://bucket/a"):
        ended = cli("run", url, "-o", tmp_path / "out", "--jobs", "0")
        assert ended.code == 2
        assert url in ended.err


def test_urls_and_paths() -> None:
    assert all(map(is_remote, ("s3://a/b", "https://a.example/b.jsonl", "simplecache::s3://a/b")))
    assert not any(map(is_remote, ("a/b", "/a/b", "C:\\a", "a:b", "./s3:/x")))
