"""Mails are laid out in tables, and extractors write the tables out: a row of one cell reads as its cell."""

from __future__ import annotations

import pytest

from cleaner import Cleaner

CLEANER = Cleaner()
BODY = (
    "The ferry to Aldwater will not sail this winter, as nobody has found a captain who likes the dark.\n\n"
    "Its owner has put up a bell on the bank, and a boy who answers it with a rowing boat and a lantern.\n\n"
    "Those who cannot wait take the bridge at Sedge, which is an hour by bicycle and a good deal longer by cow.\n"
)
MAIL = "You received this message because you are subscribed to the Example newsletter."


@pytest.mark.parametrize(
    ("row", "goes"),
    [
        (f"| {MAIL} |", True),
        (f"| {MAIL}  |  ", True),
        (f"| {MAIL} | 7 |", False),  # two cells
        ("| You received this message from the boy with the lantern. |", False),
        (f"|{MAIL}|", False),  # no row as extractors write it
    ],
    ids=["cell", "padded", "two cells", "other words", "no row"],
)
def test_a_row_of_one_cell_reads_as_its_cell(row: str, goes: bool) -> None:
    result = CLEANER.clean(f"{BODY}\n{row}\n", media="text", language="en")
    assert (row.strip() not in result.text) is goes
    assert all(line in result.text for line in BODY.strip().split("\n\n"))


def test_a_row_goes_with_its_bars() -> None:
    result = CLEANER.clean(f"{BODY}\n| {MAIL} |\n", media="text", language="en")
    assert "|" not in result.text
