"""Notes and sources of an article: what tells them from the lists, teasers and comments at a page's end.

Written from how notes are set on the web: a mark that leads back to the text, and what bibliographies say of volumes,
pages and editions. On the development pages, as HTML and half-clean, it keeps no line of any list or thread that went;
a reader's comment may name a source, and does on one.
"""

from __future__ import annotations

from functools import lru_cache

import regex

_BACK = regex.compile(r"[↩↵⏎]|^\W*\^(?:\s|$)")
"""Leads back to the place in the text: at the end of a note, or before it."""
_SOURCE = regex.compile(
    r"\bdoi\b[:.]|\bdoi\.org/|\barxiv:|\bisbn\b|\bet al\b|\bibid\b|\bop\. cit\b|\b(?:19|20)\d\d;\s?\d+"
    r"|\bpp\.\s?\d+|\bvol\.\s?\d+|\bS\.\s\d+\s?(?:f{1,2}\.|[-–]\s?\d)|\bretrieved (?:on )?\d",
    regex.IGNORECASE,
)


@lru_cache(maxsize=4096)
def leads_back(text: str) -> bool:
    """Whether a line is a note that leads back to the text, or the mark before one. (Lines are asked about again when
    something around them went: a memory of a pure function.)"""
    return _BACK.search(text) is not None


@lru_cache(maxsize=4096)
def is_note(text: str) -> bool:
    """Whether a line is a note, or names a source as a bibliography does."""
    return leads_back(text) or _SOURCE.search(text) is not None
