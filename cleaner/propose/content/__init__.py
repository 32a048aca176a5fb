"""The content model: which blocks of a page, and which lines of flat text, belong to the article.

Each unit is judged by its wording, its markup, its containers and its neighbours (`features`), by a small trained
network in whole numbers (`network`), twice: the second time it sees what the first made of the units around. `judge`
tells what it thinks; `ContentStage` proposes what to remove.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.model import Document
from cleaner.propose.content.chrome import takes_apart
from cleaner.propose.content.judgement import Judgement, judge
from cleaner.propose.content.repaired import judge_repaired
from cleaner.propose.content.stage import ContentStage
from cleaner.propose.units import Unit
from cleaner.spans import SpanSet

__all__ = ["ContentStage", "Judgement", "candidate_article", "judge", "judge_repaired", "takes_apart"]

_PROSE_WORDS = 10
"""Words of a line that ends like a sentence and is taken for prose."""

_PROSE_ENDS = frozenset(".!?…\"'”’»)。！？」")


def candidate_article(document: Document, units: Sequence[Unit] = ()) -> SpanSet:
    """What is probably main text, before any rule ran: what budgets are counted in."""
    if document.media == "html":
        return judge(document).kept
    return SpanSet(unit.span for unit in units if _is_prose(unit.text))


def _is_prose(line: str) -> bool:
    return line[-1] in _PROSE_ENDS and len(line.split()) >= _PROSE_WORDS
