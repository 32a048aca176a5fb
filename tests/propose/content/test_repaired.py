"""A damaged flat text is judged as it reads once it is mended, and the judgement speaks of the text as it stands."""

from __future__ import annotations

import numpy as np

from cleaner import inputs
from cleaner.kinds import Kind
from cleaner.model import Edit, Origin
from cleaner.propose.content import judge, judge_repaired
from cleaner.spans import Span

SOUND = "Subscribe to continue reading.\n\nThe weir had been mended by the time the ducks came back.\nMost read\n"
DAMAGED = SOUND.replace("ad", "")


def repairs() -> list[Edit]:
    """Each damaged word of `DAMAGED` put right."""
    words = {"reing": "reading", "h been": "had been", "Most re": "Most read"}
    places = {damaged: DAMAGED.index(damaged) for damaged in words}
    return [
        Edit(Span(at, at + len(damaged)), Kind.REPAIR, Origin("repair", "dropped-letters"), replacement=words[damaged])
        for damaged, at in places.items()
    ]


def test_the_mended_text_is_what_is_judged() -> None:
    sound = judge(inputs.read(SOUND, media="text"))
    document = inputs.read(DAMAGED, media="text")
    found = judge_repaired(document, repairs())
    assert np.array_equal(found.p, sound.p)
    assert not np.array_equal(judge(document).p, sound.p)
    assert [found.unit(at).of(DAMAGED) for at in range(len(found.p))] == DAMAGED.replace("\n\n", "\n").splitlines()
    assert found.document is document


def test_a_repair_that_joins_lines_leaves_the_lines() -> None:
    document = inputs.read("The wa-\nter rose.\nIt fell again.\n", media="text")
    joined = Edit(Span(4, 11), Kind.REPAIR, Origin("repair", "line-breaks"), replacement="water")
    assert len(judge_repaired(document, [joined]).p) == len(document.blocks)
