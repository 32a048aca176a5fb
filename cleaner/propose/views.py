"""The wordings that patterns read besides the original: normalised, and normalised with the sure repairs in.

Soft hyphens, zero-width and odd spaces, decomposed letters and curly apostrophes hide debris from patterns; so do
dropped letters
("Re more: ..."). A view takes them away and maps every match back.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import regex

from cleaner.model import Edit
from cleaner.spans import Rewording, Span, View

_ODD = regex.compile(
    r"[\u00ad\u200b-\u200f\u2060\ufeff]+"  # invisible: soft hyphen, zero width, marks of direction
    r"|[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]"  # spaces that are not U+0020
    r"|[\u2018\u2019\u02bc]"  # apostrophes
    r"|\p{M}+"  # combining marks: composed with the letter before where a composed form exists
)
_BEYOND = 0x10000
_ODD_ASCII = "\t"
"""All of the above that ASCII holds, so that most texts are known to need nothing at a glance."""


@dataclass(frozen=True, slots=True)
class Views:
    """The readings of one document. `normal` is always there; `repaired` is the same object where nothing is
    damaged."""

    normal: View
    repaired: View


def _rewording(text: str, match: regex.Match[str]) -> Rewording | None:
    found = match.group()
    start = match.start()
    first = found[0]
    if first in "\u2018\u2019\u02bc":
        better = "'"
    elif first.isspace():
        better = " "
    elif unicodedata.category(first)[0] == "M":
        if not start or text[start - 1].isspace():
            return None
        start -= 1
        found = text[start : match.end()]
        better = unicodedata.normalize("NFC", found)
    else:
        better = ""
    return None if better == found else Rewording(Span(start, match.end()), better)


def _odd_positions(text: str) -> list[int]:
    """Where characters stand that `_ODD` may take: all at once, as the pattern by itself takes a while for a page."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    positions: list[int] = np.flatnonzero(_odd_characters()[np.minimum(codes, _BEYOND)]).tolist()
    return positions


@lru_cache(maxsize=1)
def _odd_characters() -> npt.NDArray[np.bool_]:
    """Which characters of the basic plane `_ODD` may take; the last stands for all beyond it, which are looked at."""
    table = np.zeros(_BEYOND + 1, dtype=np.bool_)
    for match in _ODD.finditer("".join(map(chr, range(_BEYOND)))):
        table[match.start() : match.end()] = True
    table[_BEYOND] = True
    return table


def normal_rewordings(text: str) -> list[Rewording]:
    """What normalisation changes in `text`, sorted and disjoint."""
    if text.isascii() and _ODD_ASCII not in text:
        return []
    rewordings: list[Rewording] = []
    end = 0
    at = 0
    for start in _odd_positions(text):
        match = _ODD.match(text, start) if start >= at else None
        if match is None:
            continue
        at = match.end()
        rewording = _rewording(text, match)
        if rewording is not None and rewording.span.start >= end:  # a mark may follow what was reworded already
            rewordings.append(rewording)
            end = rewording.span.end
    return rewordings


def views_of(text: str, repairs: Iterable[Edit] = ()) -> Views:
    """The views of `text`, given the sure repairs. Where a repair and a normalisation meet, the repair is read."""
    normal = normal_rewordings(text)
    plain = View(text, normal)
    fixes = sorted((Rewording(edit.span, edit.replacement) for edit in repairs), key=lambda r: r.span)
    if not fixes:
        return Views(plain, plain)
    merged: list[Rewording] = []
    at = 0
    for fix in fixes:
        while at < len(normal) and normal[at].span.end <= fix.span.start:
            merged.append(normal[at])
            at += 1
        while at < len(normal) and normal[at].span.start < fix.span.end:
            at += 1
        merged.append(fix)
    merged.extend(normal[at:])
    return Views(plain, View(text, merged))
