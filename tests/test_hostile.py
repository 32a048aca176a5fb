"""Input that nobody would write on purpose: each ends in a result or in a clear error, in time, and loses nothing."""

from __future__ import annotations

import codecs
import random
import time
from collections.abc import Callable, Mapping

import pytest

from cleaner import Cleaner, restore, stitch
from cleaner.errors import InputError
from cleaner.report import dumps, row_object
from tests.conftest import ARTICLE
from tests.inputs.test_encoding import TEXTS

SECONDS = 20.0
"""Time of the processor that any input here may take."""

PAGE = "<html><head><title>Weir</title></head><body><article><p>{}</p></article></body></html>"
BIG = 2_000_000
"""Characters of a large input here: enough to show a cost that grows faster than the input."""


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


def deep(depth: int) -> bytes:
    return ("<div>" * depth + "<p>The weir was mended.</p>" + "</div>" * depth).encode()


CASES: Mapping[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "one newline": lambda: b"\n",
    "one letter": lambda: b"x",
    "only a mark": lambda: codecs.BOM_UTF8,
    "only a wide mark": lambda: codecs.BOM_UTF16_LE,
    "half a wide character": lambda: codecs.BOM_UTF16_LE + b"x",
    "nul bytes in prose": lambda: ARTICLE.replace("e", "e\0", 2).encode(),
    "lone surrogates as bytes": lambda: ARTICLE.encode() + b"\xed\xa0\xbd and \xed\xb8\x80\n",
    "paired surrogates as bytes": lambda: ARTICLE.encode() + b"\xed\xa0\xbd\xed\xb8\x80\n",
    "surrogates in a page": lambda: PAGE.format("&#xD83D; &#55357; \\ud83d").encode(),
    "surrogates in wide text": lambda: codecs.BOM_UTF16_LE + ARTICLE.encode("utf-16-le") + b"\x3d\xd8\n\x00",
    "overlong and stray bytes": lambda: ARTICLE.encode() + b"\xc0\xaf\xfe\xff\x80\xf5",
    "a page cut in a tag": lambda: PAGE.format(ARTICLE * 20).encode()[:-40] + b"<div class='a",
    "a page cut in a script": lambda: b"<html><body><p>One two three.</p><script>var a = '<p>",
    "a page cut in a comment": lambda: b"<html><body><p>One two three.</p><!-- ",
    "a page cut in a character": lambda: PAGE.format(TEXTS["japanese"]).encode()[
        : -len("</p></article></body></html>") - 1
    ],
    "a page of nothing": lambda: b"<html></html>",
    "a page of unknown tags": lambda: b"<html><body><blink><marquee>One</marquee></blink></body></html>",
    "two pages in one": (PAGE.format(ARTICLE) * 2).encode,
    "nested 10,000 deep": lambda: deep(10_000),
    "nested 10,000 deep inline": lambda: b"<html><body><p>" + b"<b>" * 10_000 + b"x",
    "unclosed links": lambda: b"<html><body>" + b"<a href='/'>x " * 5_000,
    "a table of twenty thousand cells": lambda: b"<html><table><tr>" + b"<td>1" * 20_000,
    "an attribute of a megabyte": lambda: b"<html><body><p class='" + b"x " * 500_000 + b"'>One.</p>",
    "an entity bomb of a sort": lambda: b"<html><body><p>" + b"&amp;" * 200_000,
    "a megabyte of one letter": lambda: b"a" * 1_000_000,
    "a megabyte of spaces": lambda: b"x" + b" " * 1_000_000 + b"y",
    "a megabyte of newlines": lambda: b"x" + b"\n" * 1_000_000 + b"y",
    "thirty thousand short lines": lambda: b"ab cd\n" * 30_000,
    "one line again and again": lambda: b"Read more: Five things to know about weirs\n" * 5_000,
    "brackets": lambda: b"[" * 100_000 + b"](" * 1_000,
    "open links of Markdown": lambda: b"# One\n" + b"[a](" * 20_000,
    "a rule that never ends": lambda: b"---\n" + b"key: value\n" * 50_000,
    "combining marks": ("e" + "\u0301" * 50_000).encode,
    "direction marks": ("The \u202eweir\u202c was \u200fmended\u200b. " * 2_000).encode,
    "emoji": ("👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 " * 2_000).encode,
    "handles": lambda: b"@a @b https://t.co/x pic.twitter.com/y " * 5_000,
    "initials": lambda: b"By A. B. C. D. E. F. " * 10_000,
}


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_lost_and_it_ends_in_time(cleaner: Cleaner, case: str) -> None:
    data = CASES[case]()
    start = time.process_time()
    result = cleaner.clean(data, name="hostile.txt")
    assert time.process_time() - start < SECONDS
    assert stitch(result) == result.document.text
    result.text.encode("utf-8")
    dumps(row_object(result)).encode("utf-8")
    if result.document.media != "html":
        assert restore(result.text, row_object(result)) == data


@pytest.mark.parametrize("media", ["text", "html", "markdown"])
def test_one_huge_line(cleaner: Cleaner, media: str) -> None:
    chooser = random.Random(5)
    words = ARTICLE.split()
    line = " ".join(chooser.choices(words, k=BIG // 6))
    page = PAGE.format(line) if media == "html" else line
    start = time.process_time()
    result = cleaner.clean(page.encode(), media=media)  # type: ignore[arg-type]
    assert time.process_time() - start < SECONDS
    assert stitch(result) == result.document.text


BINARY: Mapping[str, bytes] = {
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "a PDF": b"%PDF-1.7\n" + b"text " * 100,
    "an archive": b"PK\x03\x04" + b"x" * 100,
    "compressed": b"\x1f\x8b\x08\x00" + b"x" * 100,
    "zeros": bytes(10_000),
    "noise": random.Random(3).randbytes(10_000),
}


@pytest.mark.parametrize("case", BINARY)
@pytest.mark.parametrize("name", ["scan.txt", "scan.html", "scan.md"])
def test_binary_data_is_refused_with_its_name(cleaner: Cleaner, case: str, name: str) -> None:
    with pytest.raises(InputError) as raised:
        cleaner.clean(BINARY[case], name=name)
    assert str(raised.value).startswith(f"{name}: ")
    assert raised.value.hint


WRONG_NAMES: Mapping[str, tuple[str, str]] = {
    "a page called .txt": (PAGE.format(ARTICLE), "html"),
    "a page called .md": (PAGE.format(ARTICLE), "html"),
    "prose called .html": (ARTICLE, "text"),
}


@pytest.mark.parametrize("case", WRONG_NAMES)
def test_a_wrong_extension_does_not_matter(cleaner: Cleaner, case: str) -> None:
    text, media = WRONG_NAMES[case]
    name = f"weir{case[case.index('.') :]}"
    result = cleaner.clean(text.encode(), name=name)
    assert result.document.media == media
    assert "<p>" not in result.text


@pytest.mark.parametrize(
    ("language", "label", "codec"),
    [
        ("japanese", "shift_jis", "cp932"),
        ("korean", "euc-kr", "cp949"),
        ("chinese", "gb18030", "gb18030"),
        ("russian", "windows-1251", "cp1251"),
    ],
)
@pytest.mark.parametrize("declared", [True, False])
def test_pages_in_other_encodings_are_read(
    cleaner: Cleaner, language: str, label: str, codec: str, declared: bool
) -> None:
    head = f"<meta charset={label}>" if declared else ""
    page = f"<html><head>{head}<title>x</title></head><body><article><p>{TEXTS[language]}</p></article></body></html>"
    result = cleaner.clean(page.encode(codec))
    assert TEXTS[language].strip() in result.document.text
    assert restore(result.text, row_object(result)).decode() == result.document.text


@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_wide_pages_are_read(cleaner: Cleaner, codec: str, mark: bool) -> None:
    data = ("\ufeff" if mark else "").encode(codec) + PAGE.format(ARTICLE).encode(codec)
    result = cleaner.clean(data)
    assert result.document.media == "html"
    assert "The council met on Monday evening" in result.document.text
