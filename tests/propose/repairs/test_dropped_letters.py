"""Dropped letters: what is put back, what is left, and the texts that only look damaged."""

from __future__ import annotations

from cleaner.config import Config
from cleaner.model import Document
from cleaner.propose.repairs import Damage, find_damage

PROSE = (
    "The mayor had said on Monday that the road to the old harbour would be ready before the trade fair. "
    "She headed the committee that made the plan, and its leader added that nobody had read the first draft. "
    "“We already have a good idea of what lies ahead,” she told the broadcaster. Shops on the shady side had "
    "to move, and the bread market was paid for by a trader who had advised the council a decade ago. "
)


def damage_of(text: str, config: Config | None = None) -> Damage | None:
    """What is found in a plain text."""
    return find_damage(Document("x", "text", text, ()), config or Config())


def repaired(text: str) -> str:
    """The text with its repairs in."""
    found = damage_of(text)
    for edit in reversed(found.edits if found else ()):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


def test_a_text_that_lost_a_string_gets_it_back() -> None:
    damaged = PROSE.replace("ad", "")
    assert damaged != PROSE
    assert repaired(damaged) == PROSE


def test_clean_text_is_not_touched() -> None:
    assert damage_of(PROSE) is None


def test_switched_off() -> None:
    assert damage_of(PROSE.replace("ad", ""), Config(repairs="off")) is None
