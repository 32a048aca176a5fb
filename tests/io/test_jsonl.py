"""JSON Lines: nothing but the one field changes, whatever stands around it."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import InputError, UsageError
from cleaner.io.compressed import decompress
from cleaner.io.containers import open_shard
from cleaner.io.jsonl import JsonLine, value_span
from cleaner.io.records import Fields
from tests.conftest import ARTICLE, Cli

AWKWARD: Mapping[str, str] = {
    "numbers as written": '{"a": 1.0e2, "text": %s, "b": 12345678901234567890123, "c": -0.0}',
    "spacing": '  { "text"  :  %s  ,"z":[ 1,2 ] }  ',
    "a repeated key": '{"text": "the first is not read", "text": %s}',
    "keys that are escaped": '{"t\\u0065xt": %s, "\\ud83d\\ude00": null}',
    "not a number": '{"x": NaN, "text": %s, "y": Infinity}',
    "the same key deeper": '{"meta": {"text": "Read more: inner"}, "text": %s}',
    "braces in strings": '{"a": "}{\\"text\\": 1", "text": %s}',
    "letters beyond ASCII": '{"título": "día", "text": %s}',
}


@pytest.mark.parametrize("case", AWKWARD)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_the_text_changes(cli: Cli, case: str, end: str) -> None:
    around = AWKWARD[case]
    data = (around % json.dumps(ARTICLE)) + end
    ended = cli("run", "-", "-o", "-", "--jobs", "0", stdin=data.encode())
    assert ended.code == 0, ended.err
    head, tail = around.split("%s")
    written = ended.out.decode("utf-8")
    assert written.startswith(head)
    assert written.endswith(tail + end)
    clean = json.loads(written[len(head) : len(written) - len(tail + end)])
    assert "Read more: Five" not in clean
    assert "Nine members were for a new gate" in clean


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[1]",
        '"text"',
        "nothing",
        '{"text": "a"} {"text": "b"}',
        '{"text" "a"}',
        '{"text": "a",}',
        '{"text": }',
        '{"text": 5}',
        '{"text": ["a"]}',
        '{"text": "\\x"}',
        "[" * 100_000,
        '{"text": "a", "b": ' + "[" * 100_000 + "}",
    ],
    ids=lambda line: line[:30],
)
def test_a_line_that_cannot_be_read_passes_and_is_told(cli: Cli, line: str) -> None:
    sound = json.dumps({"text": "The weir was mended."})
    data = f"{sound}\n{line}\n{sound}\n"
    ended = cli("run", "-", "-o", "-", "--jobs", "0", stdin=data.encode())
    assert ended.code == 1
    assert ended.text == data
    assert ended.err.startswith("failed: stdin#2: ")


def test_bytes_that_are_no_utf8_pass(cli: Cli) -> None:
    data = b'{"text": "caf\xe9"}\n{"text": "The weir was mended."}\n'
    ended = cli("run", "-", "-o", "-", "--jobs", "0", "--text-field", "text", stdin=data)
    assert (ended.code, ended.out) == (1, data)
    assert "no UTF-8" in ended.err


def test_nulls_blank_lines_and_missing_fields_pass(cli: Cli) -> None:
    data = '{"text": "The weir was mended."}\n\n{"text": null, "n": 1}\n{"n": 2}\n  \n{"text": ""}'
    ended = cli("run", "-", "-o", "-", "--jobs", "0", stdin=data.encode())
    assert (ended.code, ended.text) == (0, data)


def test_fields_are_chosen(cli: Cli) -> None:
    page = f"<html><body><article><p>{ARTICLE.replace(chr(10) * 2, '</p><p>')}</p></article></body></html>"
    data = json.dumps({"id": 7, "page": {"raw": page, "from": "https://tidewaterpost.example/a"}}) + "\n"
    flags = ["--html-field", "page.raw", "--url-field", "page.from", "--jobs", "0"]
    ended = cli("run", "-", "-o", "-", *flags, stdin=data.encode())
    assert ended.code == 0, ended.err
    told = json.loads(ended.text)
    assert told["page"]["raw"] == page
    assert list(told) == ["id", "page", "text"]
    assert "Nine members" in told["text"]
    assert "<p>" not in told["text"]
    ended = cli("run", "-", "-o", "-", *flags, "--clean-field", "neat", stdin=data.encode())
    assert json.loads(ended.text)["neat"] == told["text"]


def test_a_wrong_field_is_wrong_usage(cli: Cli) -> None:
    data = b'{"story": "The weir was mended.", "n": 1}\n'
    ended = cli("run", "-", "-o", "-", "--jobs", "0", stdin=data)
    assert ended.code == 2
    assert "--text-field takes one of story, n" in ended.err
    ended = cli("run", "-", "-o", "-", "--jobs", "0", "--text-field", "tale", stdin=data)
    assert ended.code == 2
    assert "no field 'tale'" in ended.err
    assert cli("run", "-", "-o", "-", "--jobs", "0", "--text-field", "story", stdin=data).code == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=6), JSON, min_size=1, max_size=5), st.booleans(), st.data())
def test_the_value_is_found_where_it_stands(value: dict[str, object], ascii_only: bool, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(value)))
    line = json.dumps(value, ensure_ascii=ascii_only)
    span = value_span(line, [key])
    assert span is not None
    assert repr(json.loads(span.of(line))) == repr(value[key])
    assert value_span(line, [key + "x" * 9]) is None


def test_a_surrogate_stays_escaped() -> None:
    line = b'{"text": "a \\ud83d b"}\n'
    content = JsonLine("x#1", line, Fields("text")).content()
    assert content is not None
    assert content.data == "a \ud83d b"


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_a_file_comes_out_as_the_same_kind_of_file(cli: Cli, tmp_path: Path, suffix: str) -> None:
    plain = "".join(json.dumps({"n": n, "text": ARTICLE}) + "\n" for n in range(5)).encode()
    packs: dict[str, Callable[[bytes], bytes]] = {
        "": bytes,
        ".gz": gzip.compress,
        ".zst": zstandard.ZstdCompressor().compress,
    }
    pack = packs[suffix]
    (tmp_path / f"a.jsonl{suffix}").write_bytes(pack(plain))
    target = tmp_path / "out" / f"b.jsonl{suffix}"
    assert cli("run", tmp_path / f"a.jsonl{suffix}", "-o", target, "--jobs", "0").code == 0
    first = target.read_bytes()
    written = decompress(first, "b").decode().splitlines()
    assert [json.loads(line)["n"] for line in written] == list(range(5))
    assert "Read more: Five" not in written[0]
    again = tmp_path / "again" / f"b.jsonl{suffix}"
    cli("run", tmp_path / f"a.jsonl{suffix}", "-o", again, "--jobs", "0")
    assert again.read_bytes() == first, "no clock time in it"


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_what_is_left_of_a_cut_file_is_read(tmp_path: Path, suffix: str) -> None:
    plain = b"".join(
        json.dumps({"n": n, "text": f"{ARTICLE} {n * n} {n * 7919}"}).encode() + b"\n" for n in range(3000)
    )
    data = gzip.compress(plain) if suffix == ".gz" else zstandard.ZstdCompressor().compress(plain)
    (tmp_path / f"a.jsonl{suffix}").write_bytes(data[: len(data) * 2 // 3])
    name = f"a.jsonl{suffix}"
    with (tmp_path / name).open("rb") as raw:
        *sound, last = open_shard(raw, name, name, Fields()).records()
    assert len(sound) > 500
    assert "damaged here" in getattr(last, "why", "")
    assert getattr(sound[-1], "line", b"").endswith(b"\n")


def test_a_cut_file_fails_the_run_and_the_rest_comes_out(cli: Cli, tmp_path: Path) -> None:
    plain = b"".join(json.dumps({"n": n, "text": ARTICLE}).encode() + b"\n" for n in range(20))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl.gz").write_bytes(gzip.compress(plain)[:-8])
    ended = cli("run", tmp_path / "in", "-o", tmp_path / "out", "--jobs", "0")
    assert ended.code == 1
    assert "failed: a.jsonl.gz#21: the file is damaged here" in ended.err
    written = gzip.decompress((tmp_path / "out" / "a.jsonl.gz").read_bytes()).splitlines()
    assert len(written) == 20


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", b"PAR1...."),
        ("a.parquet", b'{"text": "a"}\n'),
        ("a.warc", b'{"text": "a"}\n'),
        ("b.jsonl", b"WARC/1.0\r\n"),
    ],
)
def test_bytes_that_belie_their_name_are_told(cli: Cli, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(data)
    (tmp_path / "in" / "sound.txt").write_text(ARTICLE, "utf-8")
    ended = cli("run", tmp_path / "in", "-o", tmp_path / "out", "--jobs", "0")
    assert ended.code == 1
    assert f"failed: {name}: called " in ended.err
    assert (tmp_path / "out" / "sound.txt").exists()
    assert not (tmp_path / "out" / name).exists()


def test_a_compressed_name_with_plain_bytes_is_read(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl.gz").write_text(json.dumps({"text": ARTICLE}) + "\n", "utf-8")
    (tmp_path / "in" / "b.txt.gz").write_bytes(gzip.compress(ARTICLE.encode()))
    (tmp_path / "in" / "c.html.gz").write_bytes(gzip.compress(ARTICLE.encode())[:-12])
    ended = cli("run", tmp_path / "in", "-o", tmp_path / "out", "--jobs", "0")
    assert "c.html.gz: compressed data is damaged" in ended.err
    assert "Nine members" in (tmp_path / "out" / "b.txt.gz.txt").read_text("utf-8")
    assert b"Nine members" in gzip.decompress((tmp_path / "out" / "a.jsonl.gz").read_bytes())


def test_reports_of_each_size(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text(json.dumps({"text": ARTICLE}) + "\n", "utf-8")
    (tmp_path / "in" / "b.txt").write_text(ARTICLE, "utf-8")
    for report in ("none", "summary", "edits"):
        out = tmp_path / report
        assert cli("run", tmp_path / "in", "-o", out, "--jobs", "0", "--report", report).code == 0
        paths = [out / ".cleaner" / "report.jsonl", out / ".cleaner" / "reports" / "a.jsonl.jsonl"]
        assert [path.exists() for path in paths] == [report != "none"] * 2
        for path in paths if report != "none" else ():
            (row,) = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            assert ("edits" in row) == (report == "edits")
            assert row["status"] == "changed"
            if report == "summary":
                assert row["words_out"] < row["words_in"]
                assert row["kinds"]["related"] >= 1


def test_a_pipe_gives_each_line_when_it_is_done() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "cleaner", "run", "-", "-o", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for number in range(3):
        process.stdin.write(json.dumps({"text": ARTICLE, "n": number}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["n"] == number  # the input is open still
        time.sleep(0.05)
    process.stdin.close()
    assert process.stdout.read() == b""
    assert process.wait(30) == 0


def test_only_a_pipe_leads_to_a_pipe(cli: Cli, tmp_path: Path) -> None:
    assert cli("run", "-", "-o", tmp_path / "out").code == 2
    assert cli("run", tmp_path, "-o", "-").code == 2
    with pytest.raises((InputError, UsageError)):
        JsonLine("x#1", b'{"text": 1}', Fields("text")).content()
