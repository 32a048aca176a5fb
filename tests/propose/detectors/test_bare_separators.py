"""A separator alone on its line parts nothing: its sides went, or stood in other elements of the page."""

from __future__ import annotations

import pytest

from cleaner import Cleaner

BODY = [
    "The weir was mended on Monday, and the miller opened the sluice himself when the last plank was in its place.",
    "By the evening the pond stood as high as before the flood, and the wheel turned for the first time since March.",
    "Nobody had thought that it would take so little, said the carpenter, who had asked for two weeks.",
]


@pytest.mark.parametrize(
    ("mark", "stays"),
    [(":", False), ("|", False), ("»", False), ("***", True), ("—", True), ("?", True), ("7", True)],
)
@pytest.mark.parametrize("media", ["text", "html"])
def test_separators_go_and_breaks_stay(mark: str, stays: bool, media: str) -> None:
    lines = [BODY[0], mark, *BODY[1:]]
    if media == "html":
        text = "<html><body><article>" + "".join(f"<p>{line}</p>" for line in lines) + "</article></body></html>"
        result = Cleaner().clean(text, media="html")
        stays = stays and mark in result.document.text
    else:
        result = Cleaner().clean("\n\n".join(lines), media="text")
    left = result.text.split("\n")
    assert all(paragraph in left for paragraph in BODY)
    if not stays:
        assert mark not in left
    elif media == "text":
        assert mark in left
