"""Words glued at a cut: "said.Read more" where a scraper joined two paragraphs without a space.

Only between sentences, after a small-letter word of the dictionary and before a capitalised one; names of products
and programs are written so (Node.js, System.Text), so the repair is likely rather than sure, and is made with
`repairs="all"` alone.
"""

from __future__ import annotations

from pathlib import Path

import regex

from cleaner.config import Config
from cleaner.kinds import Kind
from cleaner.model import Document, Edit, Evidence, Origin
from cleaner.propose.repairs.damage import Damage
from cleaner.propose.repairs.dropped_letters.find import TABLES, load_scorer
from cleaner.propose.repairs.dropped_letters.language_model import is_nonword
from cleaner.spans import Span

ORIGIN = Origin("repair", "glued-words")
CONFIDENCE = 0.85
MIN_LEFT = 3
"""Letters of the word before the cut: shorter ones are abbreviations."""

_SEAM = regex.compile(
    r"(?<![^\s\"“‘(])(?P<left>\p{Ll}{3,})(?P<end>[.!?][”\"’']?)"
    r"(?P<right>(?!(?:Com|Org|Net|Io|Js|Co)\b)\p{Lu}\p{Ll}*)(?=[ ,])"
)


def find(document: Document, config: Config, tables: Path = TABLES) -> Damage | None:
    """The seams of `document` where a space is missing; `None` where there are none."""
    if config.repairs != "all":
        return None
    start = document.front_matter.end if document.front_matter else 0
    seams = list(_SEAM.finditer(document.text, start))
    if not seams:
        return None
    model = load_scorer(tables).model
    edits: list[Edit] = []
    for match in seams:
        if is_nonword(match["left"], model) or is_nonword(match["right"], model):
            continue
        span = Span(match.start("end"), match.end("end"))
        evidence = (
            Evidence("channel", "glued words"),
            Evidence("reading", f"{match['left']}{match['end']} {match['right']}"),
        )
        edits.append(Edit(span, Kind.REPAIR, ORIGIN, match["end"] + " ", CONFIDENCE, evidence))
    return Damage(tuple(edits), (), ("glued words",)) if edits else None
