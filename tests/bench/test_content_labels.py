"""Which words of a page are gold."""

from __future__ import annotations

import pytest

from bench.content_labels import label_blocks

FIRST = "The harbour board met on Tuesday evening to decide about the ferry."
SECOND = "Nobody spoke against the captain, and every hand in the room went up."
GOLD = f"{FIRST}\n\nWhat the board said\n\n{SECOND}"


@pytest.mark.parametrize(
    ("blocks", "labels"),
    [
        ([FIRST, "What the board said", SECOND], [1, 1, 1]),
        (["Home", "The board", FIRST, "What the board said", SECOND, "Ferry", "Evening news"], [0, 0, 1, 1, 1, 0, 0]),
        ([FIRST + " " + SECOND], [1]),
        (["", "..."], [0, 0]),
        ([], []),
    ],
)
def test_blocks_are_labelled_by_order_not_by_vocabulary(blocks: list[str], labels: list[int]) -> None:
    """Words of the article in menus and teasers are no gold."""
    assert label_blocks(blocks, GOLD).round().tolist() == labels


def test_a_block_that_is_half_gold_says_so() -> None:
    """Debris glued to a paragraph shows as a share."""
    share = float(label_blocks([f"{SECOND} Sign up for our letters and never miss a ferry again this year"], SECOND)[0])
    assert 0.4 < share < 0.6


def test_what_gold_puts_elsewhere_is_found() -> None:
    """A standfirst that gold has last and the page first."""
    assert label_blocks([SECOND, FIRST], GOLD).tolist() == [1, 1]


def test_text_that_stands_twice_is_gold_once() -> None:
    """A page with its article in two forms has one of them labelled."""
    labels = label_blocks([FIRST, SECOND, FIRST, SECOND], f"{FIRST}\n{SECOND}")
    assert sorted(labels.tolist()) == [0, 0, 1, 1]


def test_no_gold_no_labels() -> None:
    """Nothing matches nothing."""
    assert label_blocks([FIRST], "").tolist() == [0]
