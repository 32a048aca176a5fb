"""Embedded posts on a page: a quote that ends with a post's tail is the post, whatever holds its text."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from tests.propose.detectors.test_end_matter import ARTICLE

TEXT = "The ferry is late again, and nobody at the quay can say why it is."
TAIL = "&mdash; Orla Venn (@orlavenn) <a href='https://social.example/1'>March 3, 2031</a>"


def page(*quotes: str) -> str:
    first, *others = (f"<p>{paragraph}</p>" for paragraph in ARTICLE)
    return f"<html lang='en'><body><article>{first}{''.join(quotes)}{''.join(others)}</article></body></html>"


@pytest.mark.parametrize(
    "quote",
    [
        f"<blockquote><p>{TEXT}</p>{TAIL}</blockquote>",
        f"<blockquote class='twitter-tweet'><p>{TEXT}</p><p>{TAIL}</p></blockquote>",
        f"<blockquote><div><p>{TEXT}</p></div><p>And the next one too.</p>{TAIL}</blockquote>",
    ],
    ids=["tail beside", "tail as paragraph", "two paragraphs"],
)
def test_a_quoted_post_goes_whole(quote: str) -> None:
    text = Cleaner().clean(page(quote), media="html").text
    assert text == Cleaner().clean(page(), media="html").text


@pytest.mark.parametrize(
    "quote",
    [
        f"<blockquote><p>{TEXT}</p></blockquote>",
        f"<blockquote><p>{TEXT}</p><p>&mdash; Orla Venn, March 3, 2031</p></blockquote>",
        f"<blockquote><p>On the third, as {TAIL.removeprefix('&mdash; ')} wrote:</p><p>{TEXT}</p></blockquote>",
    ],
    ids=["a quotation", "of a person", "the name leads in"],
)
def test_other_quotes_stay(quote: str) -> None:
    assert TEXT in Cleaner().clean(page(quote), media="html").text


def test_an_article_of_posts_keeps_them() -> None:
    posts = [f"<blockquote><p>{number}: {TEXT}</p>{TAIL}</blockquote>" for number in range(30)]
    text = Cleaner().clean(page(*posts), media="html").text
    assert all(f"{number}: {TEXT}" in text for number in range(30))
