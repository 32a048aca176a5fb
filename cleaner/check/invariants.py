"""What holds of every result, whatever was expected of it: the books balance, the input can be had back, a second pass
finds nothing, no alarm was raised."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass

from cleaner import cut
from cleaner.check.verdict import Fault, Problem
from cleaner.errors import CleanerError
from cleaner.model import Edit, Result, Status
from cleaner.pipeline import Cleaner
from cleaner.report import dumps, restore, row_object

_JUDGED = frozenset({"model", "engine"})
"""Actors whose second pass is measured over a corpus, not held to nothing on each document: a model's judgement of a
text depends on what stands around it."""

_SHOWN_CHARS = 80


@dataclass(frozen=True, slots=True)
class SecondPass:
    """What cleaning a result again would do. `words` counts what goes by anyone's judgement."""

    broken: tuple[Edit, ...]
    text: str
    words: int


def broken_books(result: Result, data: bytes) -> Iterator[Problem]:
    """What is wrong with the account of a result: cut, stitched, and restored from its own report."""
    source = result.document.text
    if cut.apply(source, result.edits) != result.text:
        yield Problem(Fault.BOOKS, "the input, cut at the edits, is not the result")
    try:
        if cut.stitch(result) != source:
            yield Problem(Fault.BOOKS, "the result, put together with its edits, is not the input")
        report = json.loads(dumps(row_object(result)))
        wanted = source.encode("utf-8") if result.document.media == "html" else data
        if restore(result.text, report) != wanted:
            yield Problem(Fault.RESTORE, "what restore gives is not the input")
    except CleanerError as error:
        yield Problem(Fault.RESTORE, str(error))


def alarms(result: Result) -> Iterator[Problem]:
    """The alarm of a whole document, where one was raised."""
    if result.status is Status.SUSPECT:
        yield Problem(Fault.ALARM, "; ".join(result.warnings) or "the result is suspect")


def second_pass(result: Result, cleaner: Cleaner, captured: dt.date | None = None) -> SecondPass:
    """Clean the result's text once more, as flat text of the same source, language and day of capture."""
    if not result.text.strip():
        return SecondPass((), result.text, 0)
    source = result.source.id if result.source else None
    language = result.meta.language
    again = cleaner.clean(
        result.text, media="text", source=source, language=language, captured=captured, id="second pass"
    )
    if again.status is Status.FAILED:
        raise CleanerError(f"the second pass failed: {'; '.join(again.warnings)}")
    broken = tuple(edit for edit in again.edits if edit.origin.actor not in _JUDGED and not _follows(edit, again))
    words = sum(len(edit.span.of(result.text).split()) for edit in again.edits if edit.is_removal)
    return SecondPass(broken, result.text, words)


def broken_second_pass(found: SecondPass) -> Iterator[Problem]:
    """The first edit that a second pass makes, and how many more there are."""
    if found.broken:
        first = found.broken[0]
        more = f", and {len(found.broken) - 1} more" if len(found.broken) > 1 else ""
        shown = " ".join(first.span.of(found.text)[:_SHOWN_CHARS].split())
        yield Problem(
            Fault.SECOND_PASS, f"{first.origin} ({first.kind}) changes {shown!r} when it is cleaned again{more}"
        )


def _follows(edit: Edit, again: Result) -> bool:
    """Whether an edit is only the white space at a cut that a model or engine made."""
    return edit.origin == cut.LAYOUT and any(other.origin.actor in _JUDGED for other in again.edits)
