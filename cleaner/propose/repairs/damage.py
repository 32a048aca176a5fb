"""What the repairs find in a document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cleaner.model import Edit, Unresolved
from cleaner.spans import SpanSet


@dataclass(frozen=True, slots=True)
class Damage:
    """What the repairs found in one document: sure edits, words without a sure reading, and what was deleted.

    `channels` describes each inferred damage for a person: `dropped "ad"`.
    """

    edits: tuple[Edit, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    channels: tuple[str, ...] = ()


def joined(parts: Iterable[Damage | None]) -> Damage | None:
    """The findings of several repairs as one: of two that overlap, the earlier in `parts` stays."""
    edits: list[Edit] = []
    unresolved: list[Unresolved] = []
    channels: list[str] = []
    for part in parts:
        if part is None:
            continue
        taken = SpanSet(edit.span for edit in edits)
        fresh = [edit for edit in part.edits if not taken.intersects(edit.span)]
        edits += fresh
        unresolved += part.unresolved
        channels += [name for name in part.channels if name not in channels]
    if not edits and not unresolved:
        return None
    taken = SpanSet(edit.span for edit in edits)
    told = {u.span: u for u in reversed(unresolved) if not taken.intersects(u.span)}
    return Damage(
        tuple(sorted(edits, key=lambda edit: edit.span)), tuple(told[span] for span in sorted(told)), tuple(channels)
    )
