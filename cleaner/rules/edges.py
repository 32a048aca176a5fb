"""How any match of a pattern begins and ends: most patterns that take a whole line are ruled out at a glance by it.

Like the words that a pattern needs (`literals`), this is one-sided: where it is not sure, it says nothing. Beginnings
and endings are the first or last `MOST_SHOWN` characters of a match, in the case in which needs are written; endings
are spelt backwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cleaner.rules.literals import fold
from cleaner.rules.syntax import Branches, Char, Edge, Group, Item, Maybe, Open, Sequence_, Unreadable, read_pattern

MOST_SHOWN = 4
"""Characters of an end that are told: with four, one line in a hundred of an article passes a pattern by chance."""

OTHER = "\0"
"""The end that stands for any character but a letter."""

_MOST_ENDS = 600
"""Ends of one pattern beyond which they are told by two characters, and beyond which again nothing is told."""


def beginnings_of(pattern: str) -> frozenset[str] | None:
    """The beginnings that a match can have; `None` where it could begin with anything."""
    return _ends_of(pattern, backwards=False)


def endings_of(pattern: str) -> frozenset[str] | None:
    """The endings that a match can have, spelt backwards; `None` where it could end with anything."""
    return _ends_of(pattern, backwards=True)


@dataclass(slots=True)
class _Ends:
    """Ends read so far: those that may be read on, and those that may not."""

    going: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)

    @property
    def all(self) -> set[str]:
        return self.going | self.closed


def _ends_of(pattern: str, *, backwards: bool) -> frozenset[str] | None:
    try:
        ends = _any_of(read_pattern(pattern), backwards).all
    except Unreadable:
        return None
    if len(ends) > _MOST_ENDS:
        ends = {end[:2] for end in ends}
    return None if "" in ends or len(ends) > _MOST_ENDS else frozenset(ends)


def _any_of(branches: Branches, backwards: bool) -> _Ends:
    found = _Ends()
    for branch in branches:
        ends = _along(branch, backwards)
        found.going |= ends.going
        found.closed |= ends.closed
    return found


def _along(items: Sequence_, backwards: bool) -> _Ends:
    found = _Ends({""})
    for item in reversed(items) if backwards else items:
        if not found.going:
            break
        _step(found, item, backwards)
    return found


def _step(found: _Ends, item: Item, backwards: bool) -> None:
    """Read `item` after each end that goes on."""
    going = found.going
    match item:
        case Char():
            read = fold(item.char)
            found.going = set()
            _grow(found, going, _Ends({read[::-1] if backwards else read}))
        case Edge(takes_room=False):
            pass
        case Edge():
            found.closed |= {end or OTHER for end in going}
            found.going = set()
        case Group():
            found.going = set()
            _grow(found, going, _any_of(item.branches, backwards))
        case Maybe():
            inner = _any_of(item.branches, backwards)
            if not item.once:  # after it, it may come again
                inner = _Ends(set(), inner.all)
            _grow(found, set(going), inner)
        case Open(is_digit=True):
            found.closed |= {end or OTHER for end in going}
            found.going = set()
        case _:
            found.closed |= going
            found.going = set()


def _grow(found: _Ends, begun: set[str], more: _Ends) -> None:
    for end in begun:
        for added in more.going:
            grown = end + added
            if len(grown) >= MOST_SHOWN:
                found.closed.add(grown[:MOST_SHOWN])
            else:
                found.going.add(grown)
        for added in more.closed:
            # What is any character but a letter is told in the first place alone.
            found.closed.add(end if end and added == OTHER else (end + added)[:MOST_SHOWN])
