"""Outputs behind URLs are those of a local run, whatever happens on the way.

Most of it runs on `file://`, where a folder stands for the store; one test asks a real S3 server on this machine.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.implementations.local import LocalFileSystem
from fsspec.implementations.memory import MemoryFileSystem

from cleaner.io.remote_output import default_state
from cleaner.ledger import Ledger
from tests.conftest import ARTICLE, Cli
from tests.test_report import PAGE
from tests.test_run_folder import tree


@pytest.fixture
def scraped(tmp_path: Path) -> Path:
    root = tmp_path / "in"
    make(root, 12)
    return root


@pytest.fixture
def near(cli: Cli, scraped: Path, tmp_path: Path) -> dict[str, bytes]:
    """What a local run gives."""
    assert cli("run", scraped, "-o", tmp_path / "near", "--jobs", "0").code == 0
    return tree(tmp_path / "near")


@pytest.fixture
def bucket() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    yield system
    with contextlib.suppress(FileNotFoundError):
        system.rm("/bucket", recursive=True)


def make(root: Path, count: int) -> None:
    """Documents of several kinds, and two containers; one name is awkward."""
    (root / "b [1]").mkdir(parents=True)
    for number in range(count):
        text = f"{ARTICLE}\nThe {number}th gate stands open.\n"
        if number % 3:
            (root / f"{number:03}.txt").write_text(text, "utf-8")
        else:
            (root / "b [1]" / f"{number}#é.html").write_text(PAGE.replace("</article>", f"<p>{text}</p></article>"))
    for name in ("c.jsonl", "b [1]/d.jsonl"):
        lines = (json.dumps({"n": n, "text": f"{ARTICLE}\nThe {n}th of {name}.\n"}) for n in range(count))
        (root / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")


def stored(system: Any, root: str) -> dict[str, bytes]:
    return {place[len(root) + 1 :]: system.cat_file(place) for place in system.find(root)}


def test_a_folder_stands_for_a_store(cli: Cli, scraped: Path, near: dict[str, bytes], tmp_path: Path) -> None:
    far, state = tmp_path / "far", tmp_path / "state"
    command = ("run", scraped, "-o", f"file://{far}/", "--state", state, "--jobs", "1")
    ended = cli(*command)
    assert ended.code == 0, ended.err
    assert f"state: {state}" in ended.text
    assert tree(far) == near
    assert not list(far.rglob("ledger*")), "a ledger needs a disk"
    assert (state / "report.jsonl").read_bytes() == near[".cleaner/report.jsonl"]
    assert not list((state / "outgoing").rglob("*.jsonl")), "local copies go"
    assert "14 of 14 were done before" in cli(*command).text
    (far / "001.txt").unlink()
    assert "13 of 14 were done before, 1 are done again" in cli(*command).text
    assert tree(far) == near
    assert cli("stats", state).text == cli("stats", tmp_path / "near").text


def test_a_store_with_whole_puts(
    cli: Cli, *, scraped: Path, near: dict[str, bytes], bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(scraped)  # the state lies in the input, and is not read as such
    url = "memory://bucket/out"
    for _ in range(2):
        ended = cli("run", ".", "-o", url, "--jobs", "0")
        assert ended.code == 0, ended.err
        assert f"state: {default_state(url)}\n" in ended.text
        assert stored(bucket, "/bucket/out") == near
    assert cli("stats", url).text == cli("stats", default_state(url)).text == cli("stats", tmp_path / "near").text
    assert cli("run", ".", "-o", "memory://bucket/two", "--jobs", "0").code == 0
    assert stored(bucket, "/bucket/two") == near
    # What is there is an input, and its report is not.
    assert cli("run", url, "-o", tmp_path / "again", "--jobs", "0").code == 0
    assert {name.removesuffix(".txt") for name in tree(tmp_path / "again") if not name.startswith(".")} == {
        name.removesuffix(".txt") for name in near if not name.startswith(".")
    }


@pytest.mark.parametrize("end", ["out.jsonl", "folder"])
def test_one_container(cli: Cli, scraped: Path, tmp_path: Path, end: str) -> None:
    near, far = tmp_path / "near1", tmp_path / "far1"
    assert cli("run", scraped / "c.jsonl", "-o", near / end, "--jobs", "0").code == 0
    command = ("run", scraped / "c.jsonl", "-o", f"file://{far}/{end}", "--state", tmp_path / "state", "--jobs", "0")
    assert cli(*command).code == 0
    assert tree(far) == tree(near)
    assert "1 of 1 were done before" in cli(*command).text


def test_changed_removes_what_has_no_input(cli: Cli, scraped: Path, tmp_path: Path) -> None:
    far, near, state = tmp_path / "far", tmp_path / "near2", tmp_path / "state"
    command = ("run", scraped, "-o", f"file://{far}", "--state", state, "--jobs", "0")
    assert cli(*command).code == 0
    for name in ("001.txt", "c.jsonl"):
        (scraped / name).unlink()
    (scraped / "002.txt").write_text(f"{ARTICLE}\nAnother ending.\n")
    ended = cli(*command, "--changed")
    assert ended.code == 0
    assert "removed 2 outputs" in ended.text
    assert cli("run", scraped, "-o", near, "--jobs", "0").code == 0
    assert tree(far) == tree(near)


@pytest.mark.parametrize("name", ["001.txt", "c.jsonl", ".cleaner/reports/c.jsonl.jsonl", ".cleaner/totals.json"])
def test_an_upload_that_fails_costs_its_input_alone(
    cli: Cli,
    *,
    scraped: Path,
    near: dict[str, bytes],
    bucket: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    whole = MemoryFileSystem._open

    def refusing(system: Any, path: str, mode: str = "rb", *rest: Any, **more: Any) -> Any:
        if mode == "wb" and path.endswith(f"/out/{name}"):
            raise ConnectionError("the line is cut")
        return whole(system, path, mode, *rest, **more)

    command = ("run", scraped, "-o", "memory://bucket/out", "--state", tmp_path / "state", "--jobs", "0")
    with monkeypatch.context() as patch:
        patch.setattr(MemoryFileSystem, "_open", refusing)
        ended = cli(*command)
    assert ended.code == 1
    assert f"memory://bucket/out/{name}: upload failed: ConnectionError: the line is cut" in ended.err
    assert "give the same command again" in ended.err
    lost = set(near) - set(stored(bucket, "/bucket/out"))
    assert name in lost
    assert len([each for each in lost if not each.startswith(".cleaner")]) <= 1
    assert not list((tmp_path / "state" / "outgoing").rglob("*.jsonl"))
    assert cli(*command).code == 0
    assert stored(bucket, "/bucket/out") == near


@pytest.mark.parametrize("containers", [False, True])
def test_a_store_that_takes_nothing_ends_the_run(
    cli: Cli, *, bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, containers: bool
) -> None:
    root = tmp_path / "many"
    root.mkdir()
    count = 6 if containers else 200
    for number in range(count):
        line = json.dumps({"text": f"{ARTICLE} {number}"}) if containers else f"The {number}th gate stands open."
        (root / f"{number:03}.{'jsonl' if containers else 'txt'}").write_text(f"{line}\n", "utf-8")
    command = ("run", root, "-o", "memory://bucket/out", "--state", tmp_path / "state", "--jobs", "0")

    def refusing(*_: object, **__: object) -> None:
        raise PermissionError("no such key")

    with monkeypatch.context() as patch:
        patch.setattr(MemoryFileSystem, "pipe_file", refusing)
        patch.setattr(MemoryFileSystem, "put_file", refusing)
        ended = cli(*command)
    assert ended.code == 1
    assert "outputs cannot be written, one after the other: " in ended.err
    assert "PermissionError: no such key" in ended.err
    assert "credentials" in ended.err
    with Ledger(tmp_path / "state" / "ledger.sqlite", read_only=True) as ledger:
        assert len(list(ledger.ids())) == (2 if containers else 64), "it ends early"
    assert cli(*command).code == 0
    assert len([name for name in stored(bucket, "/bucket/out") if not name.startswith(".")]) == (
        6 if containers else 200
    )


def test_where_puts_are_not_whole_a_file_is_moved_to_its_name(
    cli: Cli, scraped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = tmp_path / "far"
    command = ("run", scraped, "-o", f"file://{far}", "--state", tmp_path / "state", "--jobs", "0")
    assert cli(*command).code == 0
    before = tree(far)
    (scraped / "001.txt").write_text(f"{ARTICLE}\nAnother ending.\n")

    def cut(*_: object, **__: object) -> None:
        raise OSError(28, "no room in the store")

    with monkeypatch.context() as patch:
        patch.setattr(LocalFileSystem, "mv", cut)
        ended = cli(*command)
    assert ended.code == 1, "a full store is no full disk: the run goes to its end"
    assert "001.txt: upload failed: OSError: [Errno 28] no room in the store" in ended.err
    assert tree(far) == before


def test_wrong_usage_is_told_before_anything_is_written(cli: Cli, scraped: Path, tmp_path: Path) -> None:
    far, state = tmp_path / "far", tmp_path / "state"
    far.mkdir()
    (far / "001.txt").write_text("a stranger's")

    def refused(why: str, *arguments: object) -> None:
        ended = cli("run", scraped, "--jobs", "0", *arguments)
        assert ended.code == 2, ended.text
        assert why in ended.err

    refused("001.txt: would be overwritten", "-o", f"file://{far}", "--state", state)
    refused("cannot lie inside the input", "-o", f"file://{scraped}/out", "--state", state)
    refused("cannot lie inside the input", "-o", f"file://{scraped}", "--state", state)
    refused("cannot be written", "-o", "nosuch://a/b", "--state", state)
    refused("--state is for an output behind a URL", "-o", tmp_path / "out", "--state", state)
    assert not state.exists()
    assert tree(far) == {"001.txt": b"a stranger's"}
    assert cli("run", scraped, "-o", f"file://{tmp_path}/other", "--state", state, "--jobs", "0").code == 0
    refused("holds the state of file://", "-o", f"file://{tmp_path}/third", "--state", state)
    refused("is in use for something else", "-o", f"file://{tmp_path}/third", "--state", far)


def started(*arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "cleaner", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def killed_at(process: subprocess.Popen[bytes], output: Path, count: int) -> bool:
    """Kill it, with its workers, when there are so many files; tells whether it was still at work."""
    limit = time.monotonic() + 120
    while (
        sum(len(names) for _, _, names in os.walk(output)) < count
        and process.poll() is None
        and time.monotonic() < limit
    ):
        time.sleep(0.002)
    running = process.poll() is None
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return running


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_kills_change_nothing(cli: Cli, tmp_path: Path) -> None:
    root, far, near = tmp_path / "in", tmp_path / "far", tmp_path / "near"
    make(root, 200)
    assert cli("run", root, "-o", near, "--jobs", "0").code == 0
    command = ("run", root, "-o", f"file://{far}", "--state", tmp_path / "state", "--jobs", "1")

    killed = 0
    for share in (0.05, 0.4, 0.7):
        killed += killed_at(started(*command), far, int(share * len(tree(near))))
        partial = {name: data for name, data in tree(far).items() if not name.endswith(".part")}
        assert partial.items() <= tree(near).items(), "what has its name is whole"
    assert killed >= 2
    ended = cli(*command)
    assert ended.code == 0, ended.err
    assert "were done before" in ended.text
    assert tree(far) == tree(near)


@pytest.fixture
def server() -> Iterator[str]:
    """A small S3 server on this machine."""
    pytest.importorskip("s3fs", reason="needs an S3 client and server: pip install s3fs 'moto[server]'")
    moto = pytest.importorskip("moto.server", reason="needs an S3 server: pip install 'moto[server]'")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = moto.ThreadedMotoServer("127.0.0.1", port, verbose=False)
    running.start()
    yield f"http://127.0.0.1:{port}"
    running.stop()


def test_a_real_s3_server(
    cli: Cli, *, scraped: Path, near: dict[str, bytes], server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = {"ACCESS_KEY_ID": "any", "SECRET_ACCESS_KEY": "any", "ENDPOINT_URL": server, "DEFAULT_REGION": "us-east-1"}
    for name, value in access.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    system = fsspec.filesystem("s3")
    system.mkdir("shelf")
    command = ("run", scraped, "-o", "s3://shelf/out/", "--state", tmp_path / "state", "--jobs", "0")
    ended = cli(*command)
    assert ended.code == 0, ended.err
    system.invalidate_cache()
    assert stored(system, "shelf/out") == near
    (scraped / "001.txt").unlink()
    system.rm_file("shelf/out/002.txt")
    assert "removed 1 outputs" in cli(*command, "--changed").text
    system.invalidate_cache()
    found = stored(system, "shelf/out")
    assert {name for name in near if name not in found} == {"001.txt"}
    ended = cli("run", scraped, "-o", "s3://nowhere/out", "--state", tmp_path / "other", "--jobs", "0")
    assert ended.code in (1, 2)
    assert "s3://nowhere/out" in ended.err
