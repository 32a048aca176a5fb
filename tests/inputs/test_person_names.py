"""Names out of bylines, and what is nobody's name."""

from __future__ import annotations

import pytest

from cleaner.inputs.person_names import person_names

BYLINES: dict[str, tuple[str, ...]] = {
    "Ada Example": ("Ada Example",),
    "By Ada Example": ("Ada Example",),
    "Written by: Ada Example": ("Ada Example",),
    "Von Ada Beispiel": ("Ada Beispiel",),
    "Ada Example and Ben Sample": ("Ada Example", "Ben Sample"),
    "By Ada Example, Ben Sample and Cy Third": ("Ada Example", "Ben Sample", "Cy Third"),
    "Ada Beispiel und Ben Muster": ("Ada Beispiel", "Ben Muster"),
    "Ada Example, Staff Writer": ("Ada Example",),
    "Ada Example, PhD, RD, Senior Editor": ("Ada Example, PhD, RD",),
    "Ada Example | Health reporter": ("Ada Example",),
    "ADA EXAMPLE": ("Ada Example",),
    "Ada Example; Ada Example": ("Ada Example",),
    "Ada O&#39;Sample": ("Ada O'Sample",),
    "Norvald News Desk": ("Norvald News Desk",),
    "Centre for Trade and Research": ("Centre for Trade and Research",),
    "von Muster": ("Muster",),
    "Byron Sample": ("Byron Sample",),
    "Andy Sample": ("Andy Sample",),
    "渡辺例子": ("渡辺例子",),
    "作者：渡辺例子": ("渡辺例子",),
    "文／渡辺例子": ("渡辺例子",),
}

NOBODY = (
    "",
    "By",
    "Written by",
    "admin",
    "https://social.example/people/ada",
    "ada@example.com",
    "page.head.author",
    "author-circle",
    "4 min read",
    "March 4, 2025",
    "Staff Writer",
    "Follow us",
    "A sentence that goes on and on about somebody, but is no name at all",
)


@pytest.mark.parametrize("text", BYLINES)
def test_names(text: str) -> None:
    assert person_names([text]) == BYLINES[text]


@pytest.mark.parametrize("text", NOBODY)
def test_nobody(text: str) -> None:
    assert person_names([text]) == ()


def test_several_values_keep_their_order() -> None:
    assert person_names(["Ben Sample", "by Ada Example", "ben sample"]) == ("Ben Sample", "Ada Example")
