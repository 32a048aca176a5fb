"""The judgement of a flat text as it reads once its damage is mended and the page's scripts are out of it.

The model learned from sound text. What it makes of "Subscribe to continue reing." is not what it makes of the line that
comes out, so that a second cleaning, which reads that one, would decide otherwise; and of what stands between the lines
of a script it makes a program.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from cleaner.model import Document, Edit
from cleaner.propose.content.judgement import Judgement, judge
from cleaner.spans import Rewording, Span, SpanSet, View


def judge_repaired(document: Document, edits: Iterable[Edit], language: str | None = None) -> Judgement:
    """`judge`, reading a flat text with `edits` done, which are sure repairs and removals of scripts; what it finds
    speaks of the document as it stands, and nothing of what they remove.

    A page is judged as it stands: it is only ever cleaned once. So are repairs that join lines, since the lines are
    what is judged.
    """
    text = document.text
    fixes = [
        Rewording(edit.span, edit.replacement)
        for edit in sorted(edits, key=lambda edit: edit.span)
        if document.media != "html"
        and (edit.is_removal or not {"\n", "\r"} & set(edit.span.of(text) + edit.replacement))
    ]
    if not fixes:
        return judge(document, language)
    view = View(text, fixes)
    spans = [view.derived(block.span) for block in document.blocks]
    numbers = [number for number, span in enumerate(spans) if not _is_blank(view.text, span)]
    blocks = tuple(replace(document.blocks[number], span=spans[number]) for number in numbers)
    found = judge(replace(document, text=view.text, blocks=blocks, front_matter=None), language)
    units = [
        view.origin(Span(start, end)) for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True)
    ]
    return replace(
        found,
        document=document,
        starts=np.array([unit.start for unit in units], dtype=np.int64),
        ends=np.array([unit.end for unit in units], dtype=np.int64),
        block=np.array(numbers, dtype=np.int64)[found.block],
        kept=SpanSet(map(view.origin, found.kept)),
    )


def _is_blank(text: str, span: Span) -> bool:
    return not span or text[span.start : span.end].isspace()
