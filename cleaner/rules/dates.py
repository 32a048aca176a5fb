"""Dates as pages write them, to ISO 8601. Knows no clock and no locale: the same text gives the same date anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time

import regex

ENGLISH_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_SHORTEST_MONTH = 3
_DIRECTIVES: Mapping[str, str] = {
    "d": r"(?P<d>\d{1,2})",
    "m": r"(?P<m>\d{1,2})",
    "Y": r"(?P<Y>\d{4})",
    "y": r"(?P<y>\d{2})",
    "H": r"(?P<H>\d{1,2})",
    "I": r"(?P<I>\d{1,2})",
    "M": r"(?P<M>\d{2})",
    "S": r"(?P<S>\d{2})",
    "p": r"(?P<p>[ap]\.?m\.?)",
    "b": r"(?P<b>\p{L}+)\.?",
    "B": r"(?P<b>\p{L}+)\.?",
    "z": r"(?P<z>Z|[+-]\d{2}:?\d{2})",
    "%": "%",
}


class DateForm:
    """One way to write a date, such as `%d-%m-%Y %H:%M`. `ValueError` for a directive that is not known."""

    def __init__(self, form: str, zones: Mapping[str, str], months: Sequence[str] = ()) -> None:
        parts: list[str] = []
        at = 0
        while at < len(form):
            char = form[at]
            if char == "%":
                letter = form[at + 1 : at + 2]
                if letter not in _DIRECTIVES:
                    raise ValueError(f"unknown directive '%{letter}' in the date form {form!r}")
                parts.append(_DIRECTIVES[letter])
                at += 2
                continue
            parts.append(r"\s+" if char.isspace() else regex.escape(char))
            at += 1
        zone = "|".join(regex.escape(name) for name in sorted(zones, key=lambda name: (-len(name), name)))
        tail = rf"(?:\s*\(?(?P<zone>{zone})\)?)?" if zone else ""
        named = [part for part in parts if part.startswith("(?P<")]
        if len(set(named)) < len(named):
            raise ValueError(f"the date form {form!r} names a part twice")
        self._pattern = regex.compile("".join(parts) + tail, regex.IGNORECASE)
        self._zones = {name.casefold(): offset for name, offset in zones.items()}
        self._months = [month.casefold() for month in months]

    def iso(self, text: str) -> str | None:
        """The date that `text` writes, from end to end, or `None`. An offset only where `text` tells a zone."""
        found = self._pattern.fullmatch(text.strip())
        if found is None:
            return None
        parts = {name: value for name, value in found.groupdict().items() if value is not None}
        try:
            day = date(self._year(parts), self._month(parts), int(parts.get("d", 0)))
            clock = self._clock(parts)
        except (KeyError, ValueError):
            return None
        if clock is None:
            return day.isoformat()
        return f"{day.isoformat()}T{clock.isoformat()}{self._offset(parts)}"

    def _year(self, parts: Mapping[str, str]) -> int:
        # Two digits are of this century: pages of before 2000 that write them so are not in reach.
        return int(parts["Y"]) if "Y" in parts else 2000 + int(parts["y"])

    def _month(self, parts: Mapping[str, str]) -> int:
        if "m" in parts:
            return int(parts["m"])
        name = parts["b"].casefold()
        if self._months:
            return self._months.index(name) + 1
        matches = [number for number, month in enumerate(ENGLISH_MONTHS, start=1) if month.startswith(name)]
        if len(name) < _SHORTEST_MONTH or len(matches) != 1:
            if name == "sept":
                return 9
            raise ValueError(name)
        return matches[0]

    def _clock(self, parts: Mapping[str, str]) -> time | None:
        minute, second = int(parts.get("M", 0)), int(parts.get("S", 0))
        if "H" in parts:
            return time(int(parts["H"]), minute, second)
        if "I" in parts:
            hour = int(parts["I"])
            if not 1 <= hour <= 12:
                raise ValueError(hour)
            afternoon = parts.get("p", "").casefold().startswith("p")
            return time(hour % 12 + (12 if afternoon else 0), minute, second)
        return None

    def _offset(self, parts: Mapping[str, str]) -> str:
        if "zone" in parts:
            return self._zones[parts["zone"].casefold()]
        stated = parts.get("z", "")
        if stated.casefold() == "z":
            return "+00:00"
        return stated if ":" in stated or not stated else f"{stated[:3]}:{stated[3:]}"
