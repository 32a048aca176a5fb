"""Repairs: letters put back.

Found first, for the whole document, so that rules read the repaired view; applied last. `REPAIRS` is the table of
them, in the order in which they have the say where two want the same word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from cleaner.config import Config
from cleaner.model import Document, Edit, Proposal, Settled
from cleaner.propose import Context
from cleaner.propose.repairs import glued, line_breaks, mojibake
from cleaner.propose.repairs.damage import Damage, joined
from cleaner.propose.repairs.dropped_letters import find as dropped_letters
from cleaner.propose.repairs.dropped_letters.profile import Profile
from cleaner.propose.repairs.dropped_letters.profile import load as load_profile
from cleaner.spans import Rewording, SpanSet, View

__all__ = ["REPAIRS", "Damage", "Profile", "Repair", "RepairStage", "find_damage", "load_profile"]


@dataclass(frozen=True, slots=True)
class Repair:
    """One repair: its name, and what finds its damage in a document."""

    name: str
    find: Callable[[Document, Config, Profile | None], Damage | None]


REPAIRS: tuple[Repair, ...] = (
    Repair("mojibake", lambda document, config, _: mojibake.find(document, config)),
    Repair("dropped-letters", dropped_letters.find),
    Repair("line-breaks", lambda document, config, _: line_breaks.find(document, config)),
    Repair("glued-words", lambda document, config, _: glued.find(document, config)),
)

MAX_ROUNDS = 3
"""A repaired text is looked at again; one that will not come to rest in so many rounds is left as it was."""


def find_damage(
    document: Document,
    config: Config,
    language: str | None = None,  # noqa: ARG001
    profile: Profile | None = None,
) -> Damage | None:
    """What is damaged in `document`, and its sure repairs; `None` where nothing looks damaged.

    The repairs of the repaired text are none: that is made sure of here. `language` is not asked (damage misleads
    what detects languages): each repair knows the languages that it can read. `profile` is evidence frozen from
    documents of the same source.
    """
    first = found = _round(document, config, profile)
    for _ in range(MAX_ROUNDS):
        if found is None or not found.edits:
            return found
        view = _view(document.text, found.edits)
        again = _round(replace(document, text=view.text, blocks=()), config, profile)
        if again is None or not again.edits:
            return found
        found = _composed(document.text, found, view, again.edits)
    return Damage((), first.unresolved if first else (), ())


def _round(document: Document, config: Config, profile: Profile | None) -> Damage | None:
    return joined(repair.find(document, config, profile) for repair in REPAIRS)


def _view(text: str, edits: Iterable[Edit]) -> View:
    return View(text, [Rewording(edit.span, edit.replacement) for edit in edits])


def _composed(text: str, found: Damage, view: View, again: tuple[Edit, ...]) -> Damage:
    """The edits of two rounds as edits of `text`. A stretch that both reword is told with the first round's
    evidence."""
    final = _view(view.text, again)
    told = [*found.edits, *(replace(edit, span=view.origin(edit.span)) for edit in again)]
    edits = []
    for span in SpanSet(edit.span for edit in told):
        wording = final.derived(view.derived(span)).of(final.text)
        if wording != span.of(text):
            first = next(edit for edit in told if edit.span.overlaps(span))
            edits.append(replace(first, span=span, replacement=wording))
    taken = SpanSet(edit.span for edit in edits)
    return Damage(tuple(edits), tuple(u for u in found.unresolved if not taken.intersects(u.span)), found.channels)


class RepairStage:
    """Puts back what is sure, outside what was removed."""

    def propose(self, context: Context, settled: Settled) -> Iterable[Proposal]:  # noqa: ARG002 - they were found first
        """The repairs found before the rules ran."""
        if context.damage is not None:
            yield from context.damage.edits
            yield from context.damage.unresolved
