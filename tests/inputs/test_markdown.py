"""Front matter, and what lines of Markdown are."""

from __future__ import annotations

import pytest

from cleaner.inputs import read
from cleaner.inputs.markdown import blocks_of, front_matter, looks_like_markdown

FRONT = {
    "yaml": ("---\ntitle: Weir\n---\nBody", {"title": "Weir"}, None),
    "toml": ('+++\ntitle = "Weir"\n+++\nBody', {"title": "Weir"}, None),
    "crlf": ("---\r\ntitle: Weir\r\n---\r\nBody", {"title": "Weir"}, None),
    "strings stay as written": ("---\ndate: 2025-01-02\nyes: no\n---\n", {"date": "2025-01-02", "yes": "no"}, None),
    "nested": (
        "---\nsource:\n  url: https://x.example/\ntags: [a, b]\n---\n",
        {"source": {"url": "https://x.example/"}, "tags": ["a", "b"]},
        None,
    ),
    "no text after it": ("---\ntitle: Weir\n---", {"title": "Weir"}, None),
    "broken": ("---\ntitle: 'Weir\n---\nBody", {}, "could not be read"),
    "broken toml": ("+++\ntitle = \n+++\nBody", {}, "could not be read"),
    "a deep bomb": ("---\nx: " + "[" * 3000 + "\n---\nBody", {}, "could not be read"),
}


@pytest.mark.parametrize("case", FRONT)
def test_front_matter_is_read(case: str) -> None:
    text, values, warning = FRONT[case]
    found = front_matter(text)
    assert found is not None
    assert found.values == values
    assert text[found.span.end :] in ("", "Body")
    assert (found.warning is None) == (warning is None)
    if warning is not None:
        assert warning in str(found.warning)


@pytest.mark.parametrize(
    "text",
    [
        "---\nA rule above and below.\n---\nBody",
        "Text first.\n---\ntitle: Weir\n---\n",
        "---\ntitle: Weir\nnever closed",
        "--- \n\n---\n",
        "",
    ],
)
def test_what_is_no_front_matter(text: str) -> None:
    assert front_matter(text) is None


def test_front_matter_is_no_block_and_stays_in_the_text() -> None:
    document = read("---\ntitle: Weir\n---\n\n# One\n\nTwo.\n", media="markdown")
    assert document.front_matter is not None
    assert document.front_matter.of(document.text) == "---\ntitle: Weir\n---\n"
    assert [block.span.of(document.text) for block in document.blocks] == ["# One", "Two."]
    assert document.front == {"title": "Weir"}


def test_lines_know_what_they_are() -> None:
    text = "# One\n\n- item\n3. third\n\n| a | b |\n\n```\n# no heading\n```\nPlain [link](https://x.example/) here.\n"
    blocks = {block.span.of(text): block for block in blocks_of(text)}
    assert blocks["# One"].heading == 1
    assert "list" in blocks["- item"].marks
    assert "list" in blocks["3. third"].marks
    assert "table" in blocks["| a | b |"].marks
    assert blocks["# no heading"].heading == 0
    assert "code" in blocks["# no heading"].marks
    plain = blocks["Plain [link](https://x.example/) here."]
    assert not plain.marks
    assert 4 <= plain.link_chars <= len("[link](https://x.example/)")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("---\ntitle: Weir\n---\nText", True),
        ("# One\n\nSee [a](https://x.example/) and [b](https://y.example/).\n", True),
        ("The weir was mended.\n# of ducks: 5\n", False),
        ("Issue #5 and [sic] (really)\n", False),
        ("", False),
    ],
)
def test_looks_like_markdown(text: str, verdict: bool) -> None:
    assert looks_like_markdown(text) == verdict
