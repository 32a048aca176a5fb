"""Hyphens that a line break left: "govern-" at the end of one line, "ment" at the start of the next.

A hyphen at a line's end may belong to the word (well-known), so two witnesses are asked: the joined word stands in
the dictionary or elsewhere in the text, and the text breaks words in this way more than once.
"""

from __future__ import annotations

from pathlib import Path

import regex

from cleaner.config import Config
from cleaner.kinds import Kind
from cleaner.model import Document, Edit, Evidence, Origin
from cleaner.propose.repairs.damage import Damage
from cleaner.propose.repairs.dropped_letters.find import TABLES, load_scorer
from cleaner.propose.repairs.dropped_letters.language_model import LanguageModel, is_nonword
from cleaner.spans import Span

ORIGIN = Origin("repair", "line-breaks")
MIN_BREAKS = 2
"""Words broken at a line's end before any is joined: one may be a list item or a dash."""

SURE, LIKELY = 0.97, 0.8
FREQUENT = -13.0
"""Log probability from which a joined word is preferred to two that are words themselves: one in 400,000."""

_END = regex.compile(r"-[ \t]*\r?\n[ \t]*\p{Ll}")
_BREAK = regex.compile(r"(?<![\w-])(?P<left>\p{L}\p{Ll}+)(?P<cut>-[ \t]*\r?\n[ \t]*)(?P<right>\p{Ll}{2,})(?![\w-])")


def find(document: Document, config: Config, tables: Path = TABLES) -> Damage | None:
    """The words of `document` that line breaks cut; `None` where there are none."""
    text = document.text
    start = document.front_matter.end if document.front_matter else 0
    if config.repairs == "off" or len(_END.findall(text, start)) < MIN_BREAKS:
        return None
    breaks = list(_BREAK.finditer(text, start))
    if len(breaks) < MIN_BREAKS:
        return None
    model = load_scorer(tables).model
    edits: list[Edit] = []
    for match in breaks:
        joined = match["left"] + match["right"]
        confidence = _confidence(text, match["left"], match["right"], model)
        if confidence >= (LIKELY if config.repairs == "all" else SURE):
            evidence = (Evidence("channel", "hyphen at a line break"), Evidence("reading", joined))
            edits.append(Edit(Span(*match.span()), Kind.REPAIR, ORIGIN, joined, confidence, evidence))
    return Damage(tuple(edits), (), ("hyphens at line breaks",)) if edits else None


def _confidence(text: str, left: str, right: str, model: LanguageModel) -> float:
    joined = (left + right).lower()
    if f"{left}-{right}" in text:
        return 0.0
    parts_are_words = not is_nonword(left, model) and not is_nonword(right, model)
    if is_nonword(joined, model):
        return LIKELY if left + right in text and not parts_are_words else 0.0
    if not parts_are_words:
        return SURE
    return SURE if model.logp[model.ids[joined]] > FREQUENT and left + right in text else LIKELY
