"""The judgement of a flat text as it reads once its damage is mended.

The model learned from sound text. What it makes of "Subscribe to continue reing." is not what it makes of the line that
comes out, so that a second cleaning, which reads that one, would decide otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from cleaner.model import Document, Edit
from cleaner.propose.content.judgement import Judgement, judge
from cleaner.spans import Rewording, Span, SpanSet, View


def judge_repaired(document: Document, repairs: Iterable[Edit], language: str | None = None) -> Judgement:
    """`judge`, reading a flat text with the sure `repairs` in; what it finds speaks of the document as it stands.

    A page is judged as it stands: it is only ever cleaned once. So are repairs that join lines, since the lines are
    what is judged.
    """
    text = document.text
    fixes = [
        Rewording(edit.span, edit.replacement)
        for edit in sorted(repairs, key=lambda edit: edit.span)
        if document.media != "html" and not {"\n", "\r"} & set(edit.span.of(text) + edit.replacement)
    ]
    if not fixes:
        return judge(document, language)
    view = View(text, fixes)
    blocks = tuple(replace(block, span=view.derived(block.span)) for block in document.blocks)
    found = judge(replace(document, text=view.text, blocks=blocks, front_matter=None), language)
    units = [
        view.origin(Span(start, end)) for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True)
    ]
    return replace(
        found,
        document=document,
        starts=np.array([unit.start for unit in units], dtype=np.int64),
        ends=np.array([unit.end for unit in units], dtype=np.int64),
        kept=SpanSet(map(view.origin, found.kept)),
    )
