"""Mojibake: text decoded in the wrong encoding, "cafÃ©" for "café". Judged and repaired by ftfy, word by word.

ftfy looks for sequences that no language writes; a word is repaired only where nothing of the kind is left in it.
Not for text that was decoded with replacement characters: what they stood for is gone.
"""

from __future__ import annotations

import ftfy
import ftfy.badness
import regex

from cleaner.config import Config
from cleaner.kinds import Kind
from cleaner.model import Document, Edit, Evidence, Origin
from cleaner.propose.repairs.damage import Damage
from cleaner.spans import Span

ORIGIN = Origin("repair", "mojibake", version=ftfy.__version__)
CONFIDENCE = 0.98
"""ftfy's own count: fewer than one false positive in a million posts; a word has more at stake."""

_FIRST = "ÂÃÄÅâÐÑÎÏØÙà"
# What UTF-8 read as a one-byte encoding begins its sequences with.
_SIGN = regex.compile(rf"[{_FIRST}][\u0080-\u00bf\u0152-\u0192\u02c6-\u02dc\u2013-\u203a\u20ac\u2122]")
_WORD = regex.compile(r"[^ \t\r\n]*[^\x00-\x7f][^ \t\r\n]*")


def find(document: Document, config: Config) -> Damage | None:
    """The mojibake of `document`; `None` where there is none."""
    text = document.text
    if config.repairs == "off" or text.isascii():
        return None
    start = document.front_matter.end if document.front_matter else 0
    # A search for single characters costs a tenth of the pattern's.
    if not any(first in text for first in _FIRST) or not _SIGN.search(text, start):
        return None
    edits: list[Edit] = []
    for match in _WORD.finditer(text, start):
        word = match.group()
        if len(word) > MAX_WORD or not _SIGN.search(word) or not ftfy.badness.is_bad(word):
            continue
        fixed = ftfy.fix_encoding(word)
        if fixed != word and fixed and not ftfy.badness.is_bad(fixed) and ftfy.fix_encoding(fixed) == fixed:
            evidence = (
                Evidence("channel", "mojibake"),
                Evidence("reading", fixed),
                Evidence("badness", ftfy.badness.badness(word)),
            )
            edits.append(Edit(Span(*match.span()), Kind.REPAIR, ORIGIN, fixed, CONFIDENCE, evidence))
    return Damage(tuple(edits), (), ("mojibake",)) if edits else None


MAX_WORD = 1000
"""Longer runs without a space are no words; what is wrong with them is not for this repair."""
