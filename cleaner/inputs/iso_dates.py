"""Dates as machines and bylines write them, to ISO 8601; an offset only where one is told. Knows no clock and no
locale."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import regex

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero gennaio janeiro januari ene janv gen jänner",
            "feb february februar février febrero febbraio fevereiro februari févr fevr fev feber",
            "mar march märz mars marzo março maart mrz maerz",
            "apr april avril abril aprile avr abr",
            "may mai mayo maggio maio mei mag maj",
            "jun june juni juin junio giugno junho giu",
            "jul july juli juillet julio luglio julho juil lug",
            "aug august août agosto augustus aout ago augusti",
            "sep sept september septembre septiembre settembre setembro set",
            "oct october oktober octobre octubre ottobre outubro okt ott out",
            "nov november novembre noviembre novembro",
            "dec december dezember décembre diciembre dicembre dezembro dez déc dic",
        ),
        1,
    )
    for name in names.split()
}
"""Month names and their abbreviations in English, German, French, Spanish, Italian, Portuguese, Dutch and
Scandinavian."""

_ZONES = {"z": "+00:00", "utc": "+00:00", "gmt": "+00:00"}
"""Zone names that mean one offset everywhere; the others (IST, CST) do not."""

_CLOCK = (
    r"(?P<H>\d{1,2})[:.](?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,]\d+)?)?\s*(?P<p>[ap]\.?m\b\.?)?"
    r"\s*(?P<z>[+-]\d{2}:?\d{2}\b|[+-]\d{2}\b|(?:Z|UTC|GMT)\b)?"
)
_ISO = regex.compile(
    rf"(?P<Y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?!\d)(?:(?:\s*T\s*|\s+(?:at\s+)?|\s*[-,|]\s*){_CLOCK})?",
    regex.I,
)
_COMPACT = regex.compile(
    r"(?P<Y>(?:19|20)\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)(?:T?(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2})?(?P<z>Z)?)?", regex.I
)
_GAP = r"(?:\s*,?\s*(?:at|um|à|a las|kl\.?|[-–|•·])?\s*)"
_DAY_FIRST = regex.compile(
    rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º)?\.?\s*(?:de\s+|of\s+|-)?(?P<b>\p{{L}}{{3,10}})\.?,?\s*(?:de\s+|del\s+|-)?(?P<Y>\d{{4}})\b"
    rf"(?:{_GAP}{_CLOCK})?",
    regex.I,
)
_MONTH_FIRST = regex.compile(
    rf"\b(?P<b>\p{{L}}{{3,10}})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<Y>\d{{4}})\b(?:{_GAP}{_CLOCK})?", regex.I
)
_DOTTED = regex.compile(rf"\b(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.\s?(?P<Y>\d{{4}})\b(?:{_GAP}{_CLOCK})?", regex.I)
_SLASHED = regex.compile(r"\b(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<Y>\d{4})\b")
_YEAR = regex.compile(r"(?:19|20)\d{2}")
_EPOCH = regex.compile(r"1\d{9}(?:\d{3})?")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
"""Years that a page of the web can be from; other numbers are no years."""


def to_iso(text: str) -> str | None:
    """The first date in `text` as ISO 8601 (`2025-09-04` or `2025-09-04T10:00:00+02:00`), or `None`.

    `04/05/2025` is read only where one of the numbers cannot be a month: which comes first depends on the country.
    """
    text = text.strip()
    if _EPOCH.fullmatch(text):
        seconds = int(text[:10])
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    if not _YEAR.search(text):
        return None
    for pattern in (_ISO, _MONTH_FIRST, _DAY_FIRST, _DOTTED):
        for found in pattern.finditer(text):
            if iso := _build(found):
                return iso
    if (compact := _COMPACT.fullmatch(text)) and (iso := _build(compact)):
        return iso
    for found in _SLASHED.finditer(text):
        if iso := _slashed(found):
            return iso
    return None


def _slashed(found: regex.Match[str]) -> str | None:
    first, second = int(found["d"]), int(found["m"])
    day, month = (first, second) if first > 12 else (second, first)
    if first <= 12 and second <= 12 and first != second:
        return None
    return _date(int(found["Y"]), month, day)


def _date(year: int, month: int, day: int) -> str | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _build(found: regex.Match[str]) -> str | None:
    parts = found.groupdict()
    month = _MONTHS.get(parts["b"].lower()) if "b" in parts else int(parts["m"])
    if month is None:
        return None
    day = _date(int(parts["Y"]), month, int(parts["d"]))
    if day is None or not parts.get("H"):
        return day
    hour = int(parts["H"])
    if half := parts.get("p"):
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    try:
        clock = time(hour, int(parts["M"]), int(parts.get("S") or 0)).isoformat()
    except ValueError:
        return day
    return f"{day}T{clock}{_offset(parts.get('z'))}"


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        return f"{zone[0]}{digits[:2]}:{digits[2:]}"
    return _ZONES[zone.lower()]
