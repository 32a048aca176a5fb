"""WARC: pages out of crawls, and out of what is left of crawls."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard

from cleaner.io.folder import Trouble
from cleaner.io.http import decoded, head_of
from cleaner.io.warc import Page, WarcShard
from tests.conftest import ARTICLE, Cli

PARAGRAPHS = "</p><p>".join(ARTICLE.split("\n\n"))


def page(number: int) -> bytes:
    body = f"<html><head><title>Weir {number}</title></head><body><article><p>{PARAGRAPHS}</p></article></body></html>"
    return body.encode()


def record(kind: str, block: bytes, type_: str = "application/http; msgtype=response", **more: str) -> bytes:
    fields = {"WARC-Type": kind, "Content-Type": type_, "WARC-Date": "2025-01-02T03:04:05Z", **more}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return f"WARC/1.0\r\n{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def response(
    number: int, head: str = "Content-Type: text/html\r\n", body: bytes | None = None, status: int = 200
) -> bytes:
    block = f"HTTP/1.1 {status} OK\r\n{head}\r\n".encode() + (page(number) if body is None else body)
    target = {"WARC-Target-URI": f"https://tidewaterpost.example/{number}", "WARC-Record-ID": f"<urn:uuid:{number}>"}
    return record("response", block, **target)


def crawl() -> list[bytes]:
    """A small crawl with what lies around pages in one."""
    return [
        record("warcinfo", b"software: x\r\n", "application/warc-fields"),
        record("request", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"),
        response(1),
        response(2, "Content-Type: image/png\r\n", b"\x89PNG"),
        response(3, status=301),
        response(4, "content-type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n", chunked(page(4))),
        response(5, "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", gzip.compress(page(5))),
        response(6, "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"),
        record("conversion", ARTICLE.encode(), "text/plain", **{"WARC-Target-URI": "https://tidewaterpost.example/7"}),
        record("metadata", b"x: y\r\n", "application/warc-fields"),
    ]


PAGES = ["3", "6", "7", "8", "9"]
"""The numbers of the records with pages in them."""


def chunked(body: bytes) -> bytes:
    parts = [body[at : at + 100] for at in range(0, len(body), 100)]
    return b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"


def read(data: bytes) -> list[Any]:
    return list(WarcShard(io.BytesIO(data), "a.warc", "a.warc.jsonl").records())


def numbers(found: Sequence[Any]) -> list[str]:
    return [each.id.split("#")[1] for each in found if isinstance(each, Page)]


def troubles(found: Sequence[Any]) -> list[str]:
    return [each.why for each in found if isinstance(each, Trouble)]


FORMS: Mapping[str, Callable[[list[bytes]], bytes]] = {
    "plain": b"".join,
    "a member a record": lambda records: b"".join(gzip.compress(each) for each in records),
    "one member": lambda records: gzip.compress(b"".join(records)),
    "zstandard": lambda records: b"".join(zstandard.ZstdCompressor().compress(each) for each in records),
}


@pytest.mark.parametrize("form", FORMS)
def test_pages_are_found_in_every_form(form: str) -> None:
    found = read(FORMS[form](crawl()))
    assert troubles(found) == []
    assert numbers(found) == PAGES
    for each in found:
        content = each.content()
        assert b"Nine members" in content.data
        assert content.media == ("text" if each.id.endswith("#9") else "html")
    assert found[0].url == "https://tidewaterpost.example/1"
    assert found[0].record_id == "urn:uuid:1"


def test_a_damaged_member_costs_itself_alone() -> None:
    members = [gzip.compress(each) for each in crawl()]
    for hurt in range(len(members)):
        damaged = bytearray(members[hurt])
        damaged[len(damaged) // 2 : len(damaged) // 2 + 8] = b"\xff" * 8
        found = read(b"".join([*members[:hurt], bytes(damaged), *members[hurt + 1 :]]))
        assert len(troubles(found)) == 1, hurt
        want = [url for url in urls(read(b"".join(members))) if url not in urls(read(members[hurt]))]
        assert urls(found) == want, hurt


def urls(found: Sequence[Any]) -> list[str | None]:
    return [each.url for each in found if isinstance(each, Page)]


@pytest.mark.parametrize("form", ["plain", "a member a record"])
@pytest.mark.parametrize(
    "break_it",
    [
        lambda data: data.replace(b"Content-Length: ", b"Content-Length: 9"),
        lambda data: data.replace(b"Content-Length: ", b"Content-Length: x"),
        lambda data: data.replace(b"Content-Length: ", b"X: "),
        lambda data: data[:-40],
        lambda data: data[:30],
        lambda data: b"some other bytes\r\n" * 3 + data[40:],
    ],
    ids=["too long", "no number", "no length", "cut at its end", "cut at its head", "no head"],
)
def test_a_damaged_record_is_told_and_the_next_is_read(form: str, break_it: Any) -> None:
    records = crawl()
    records[2] = break_it(records[2])
    found = read(FORMS[form](records))
    assert troubles(found), "damage that nobody hears of"
    assert urls(found) == [f"https://tidewaterpost.example/{n}" for n in (4, 5, 6, 7)]


def test_a_file_that_was_cut_gives_what_it_holds() -> None:
    for form in FORMS.values():
        data = form(crawl()[:3] * 3)
        found = read(data[: len(data) - 30])
        assert 1 <= len(urls(found)) <= 2
        assert len(troubles(found)) == 1
    assert read(b"") == []


def test_bytes_between_records_are_told_once() -> None:
    found = read(b"".join([response(1), b"\0" * 5000, response(2), b"lost" * 5000, response(3)]))
    assert urls(found) == [f"https://tidewaterpost.example/{n}" for n in (1, 2, 3)]
    assert len(troubles(found)) == 2


def test_libraries_write_what_is_read() -> None:
    warc = pytest.importorskip("fastwarc.warc", reason="FastWARC is not installed")
    target = io.BytesIO()
    written = warc.WarcRecord()
    written.init_headers(warc.WarcRecordType.response)
    written.headers["WARC-Target-URI"] = "https://tidewaterpost.example/1"
    written.headers["Content-Type"] = "application/http; msgtype=response"
    written.set_bytes_content(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(1))
    written.write(target)
    assert urls(read(target.getvalue())) == ["https://tidewaterpost.example/1"]


def test_codings_of_a_body() -> None:
    body = page(1)
    deflated = zlib.compressobj(wbits=-15)
    raw = deflated.compress(body) + deflated.flush()
    for coding, data in {
        "gzip": gzip.compress(body),
        "deflate": zlib.compress(body),
        "Deflate": raw,
        "br": brotli.compress(body),
        "zstd": zstandard.ZstdCompressor().compress(body),
        "gzip, br": brotli.compress(gzip.compress(body)),
        "identity": body,
        "": body,
    }.items():
        assert decoded(data, {"content-encoding": coding}, "a") == body, coding
    assert decoded(body, {"transfer-encoding": "chunked"}, "a") == body, "undone already"
    cut = decoded(chunked(body)[:-60], {"transfer-encoding": "chunked"}, "a")
    assert body.startswith(cut)
    assert len(cut) > len(body) - 100
    assert head_of(b"no head at all").status == 0


def test_a_crawl_comes_out_as_json_lines(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    members = [gzip.compress(each) for each in crawl()]
    members[5] = members[5][:60] + b"\xff" * 20 + members[5][80:]
    (tmp_path / "in" / "a.warc.gz").write_bytes(b"".join(members))
    ended = cli("run", tmp_path / "in", "-o", tmp_path / "out", "--jobs", "0")
    assert ended.code == 1
    assert "failed: a.warc.gz#6: damaged" in ended.err
    with gzip.open(tmp_path / "out" / "a.warc.jsonl.gz", "rt", encoding="utf-8") as file:
        told = [json.loads(line) for line in file]
    assert [each["url"].rsplit("/")[-1] for each in told] == ["1", "5", "6", "7"]
    for each in told:
        assert "Nine members" in each["text"]
        assert "Read more: Five" not in each["text"]
    assert told[0]["id"] == "urn:uuid:1"
    assert told[0]["title"] == "Weir 1"
    assert told[0]["date"] == "2025-01-02T03:04:05Z"
