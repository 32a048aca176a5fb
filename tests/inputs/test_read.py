"""Reading an input: its media type by content before name, its lines, its hash, its limits."""

from __future__ import annotations

import hashlib
import pickle

import pytest

from cleaner.errors import InputError, UsageError
from cleaner.inputs import read, sniff
from cleaner.model import Media

PAGE = "<!DOCTYPE html><html><body><p>The weir was mended.</p></body></html>"
PROSE = "The weir was mended on Monday.\nThe ducks came back.\n"

SNIFFED: dict[str, tuple[str, str | None, Media]] = {
    "a page": (PAGE, None, "html"),
    "a page named as text": (PAGE, "page.txt", "html"),
    "a page named as Markdown": (PAGE, "page.md", "html"),
    "a page after a comment": (f"<!-- saved -->\n{PAGE}", None, "html"),
    "a page after an XML declaration": (f'<?xml version="1.0"?>\n{PAGE}', None, "html"),
    "a page in capitals": ("<HTML><BODY><P>One</P></BODY></HTML>", None, "html"),
    "a fragment": ("<div><p>One</p><p>Two</p></div>", None, "html"),
    "a fragment by name": ("One<br>Two", "x.html", "html"),
    "prose": (PROSE, None, "text"),
    "prose named as a page": (PROSE, "x.html", "text"),
    "prose about tags": ("Use <p> for paragraphs, never <br>.\n" * 3, None, "text"),
    "prose that begins with a tag": ("<p> is the tag for paragraphs.", None, "text"),
    "Markdown by name": (PROSE, "x.md", "markdown"),
    "Markdown by content": (f"---\ntitle: Weir\n---\n{PROSE}", "x.txt", "markdown"),
    "nothing": ("", None, "text"),
    "nothing named as a page": ("", "x.html", "text"),
}


@pytest.mark.parametrize("case", SNIFFED)
def test_the_media_type_is_read_from_the_content(case: str) -> None:
    text, name, media = SNIFFED[case]
    assert sniff(text, name) == media
    assert read(text.encode(), name=name).media == media


def test_the_caller_may_say_the_media_type() -> None:
    assert read(PAGE, media="text").text == PAGE
    with pytest.raises(UsageError, match="html, text, markdown"):
        read(PAGE, media="pdf")  # type: ignore[arg-type]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_of_text_are_blocks(end: str) -> None:
    document = read(PROSE.replace("\n", end), media="text")
    assert [block.span.of(document.text) for block in document.blocks] == PROSE.split("\n")[:-1]
    assert document.text == PROSE.replace("\n", end)


def test_the_hash_is_of_the_bytes() -> None:
    data = PROSE.encode("utf-16")
    assert read(data).raw_sha256 == hashlib.sha256(data).hexdigest()
    assert read(PROSE).raw_sha256 == hashlib.sha256(PROSE.encode()).hexdigest()


def test_too_long_a_text_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"x\.txt: .* limit of 10"):
        read(PROSE, name="x.txt", max_chars=10)


def test_a_document_crosses_processes_without_its_tree() -> None:
    document = read(PAGE)
    assert document.dom is not None
    again = pickle.loads(pickle.dumps(document))
    assert again == document
    assert again.dom is None
