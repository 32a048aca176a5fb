"""The wordings that patterns read besides the original: normalised, and normalised with the sure repairs in.

Soft hyphens, zero-width and odd spaces, decomposed letters and curly apostrophes hide debris from patterns; so do
dropped letters
("Re more: ..."). A view takes them away and maps every match back.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import regex

from cleaner.model import Edit
from cleaner.spans import Rewording, Span, View

_ODD = regex.compile(
    r"[\u00ad\u200b-\u200f\u2060\ufeff]+"  # invisible: soft hyphen, zero width, marks of direction
    r"|[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]"  # spaces that are not U+0020
    r"|[\u2018\u2019\u02bc]"  # apostrophes
    r"|\S\p{M}+"  # a letter with combining marks: composed where a composed form exists
)


@dataclass(frozen=True, slots=True)
class Views:
    """The readings of one document. `normal` is always there; `repaired` is the same object where nothing is
    damaged."""

    normal: View
    repaired: View


def _rewording(match: regex.Match[str]) -> Rewording | None:
    found = match.group()
    first = found[0]
    if first in "\u2018\u2019\u02bc":
        better = "'"
    elif first.isspace():
        better = " "
    elif len(found) > 1 and unicodedata.combining(found[-1]):
        better = unicodedata.normalize("NFC", found)
    else:
        better = ""
    return None if better == found else Rewording(Span(match.start(), match.end()), better)


def normal_rewordings(text: str) -> list[Rewording]:
    """What normalisation changes in `text`, sorted and disjoint."""
    return [rewording for match in _ODD.finditer(text) if (rewording := _rewording(match))]


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
