"""Dates and times as pages print them near a headline, in the languages of the phrase packs.

`rules.dates` reads a date whose form a rule file names; here the form is not known. Where a reading is open
(03/04/2025) the stamp is seen and has no value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

import regex

_MONTHS: Mapping[int, str] = {
    1: "january januar januari janvier enero janeiro gennaio stycznia января ocak "
    "jan jän jänner janv ene gen sty янв oca",
    2: "february februar februari février febrero fevereiro febbraio lutego февраля şubat "
    "feb févr fév fev lut фев февр şub",
    3: "march märz maart mars marts marzo março marca марта mart mar mär mrz mrt мар",
    4: "april avril abril aprile kwietnia апреля nisan apr avr abr kwi апр nis",
    5: "may mai mei mayo maio maggio maj maja мая mayıs mag",
    6: "june juni juin junio junho giugno czerwca июня haziran jun giu cze июн haz",
    7: "july juli juillet julio julho luglio lipca июля temmuz jul juil juill lug lip июл tem",
    8: "august augustus août agosto augusti sierpnia августа ağustos aug aoû ago sie авг ağu",
    9: "september septembre septiembre setembro settembre września сентября eylül sep sept set wrz сен сент eyl",
    10: "october oktober octobre octubre outubro ottobre października октября ekim oct okt out ott paź окт eki",
    11: "november novembre noviembre novembro listopada ноября kasım nov lis ноя нояб kas",
    12: "december dezember décembre diciembre dezembro dicembre desember grudnia декабря aralık "
    "dec dez déc dic des gru дек ara",
}
_WEEKDAYS = (
    "monday montag lundi lunes segunda-feira segunda lunedì maandag måndag mandag poniedziałek понедельник pazartesi "
    "tuesday dienstag mardi martes terça-feira terça martedì dinsdag tisdag tirsdag wtorek вторник salı "
    "wednesday mittwoch mercredi miércoles quarta-feira quarta mercoledì woensdag onsdag środa среда çarşamba "
    "thursday donnerstag jeudi jueves quinta-feira quinta giovedì donderdag torsdag torsdag czwartek четверг perşembe "
    "friday freitag vendredi viernes sexta-feira sexta venerdì vrijdag fredag piątek пятница cuma "
    "saturday samstag sonnabend samedi sábado sabato zaterdag lördag lørdag sobota суббота cumartesi "
    "sunday sonntag dimanche domingo domenica zondag söndag søndag niedziela воскресенье pazar "
    "mon tue wed thu fri sat sun mo di mi do fr sa so lun mar mer jeu ven sam dim"
)
_DAYS = "|".join(sorted(set(_WEEKDAYS.split()), key=lambda name: (-len(name), name)))


def _plain(name: str) -> str:
    """A name in lower case; the dot of the i tells nothing, since capitals are written with either."""
    return name.casefold().replace("\u0307", "").replace("ı", "i")


_NUMBER = {_plain(name): number for number, names in _MONTHS.items() for name in names.split()}
_NAMES = "|".join(sorted({name for names in _MONTHS.values() for name in names.split()}, key=lambda n: (-len(n), n)))
_OFFSETS = (
    "gmt+00:00 utc+00:00 z+00:00 bst+01:00 cet+01:00 cest+02:00 mez+01:00 mesz+02:00 est-05:00 edt-04:00 cdt-05:00 "
    "mst-07:00 mdt-06:00 pst-08:00 pdt-07:00 jst+09:00 kst+09:00 aest+10:00 aedt+11:00 sgt+08:00 hkt+08:00 msk+03:00"
)
_ZONES: Mapping[str, str] = {zone[:-6]: zone[-6:] for zone in _OFFSETS.split()}
"""Zones whose names mean one offset. IST and CST mean several: seen, not told."""

_CLOCK = (
    r"(?P<half>오전|오후|午前|午後|上午|下午)?\s?"
    r"(?P<hour>\d{1,2})(?:(?:[:.h時时点]|시\s?)(?P<minute>\d{2})[分분]?)(?::(?P<second>\d{2}))?"
    r"\s?(?P<half>[ap]\.?\s?m\b\.?)?"
    r"|(?P<hour>\d{1,2})\s?(?P<half>[ap]\.?m\b\.?)"
)
_ZONE = r"(?P<zone>Z\b|[A-Z]{2,5}\b|Uhr\b|hrs?\b|h\b)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = (
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:de\s|of\s)?(?P<month>{_NAMES})\b\.?,?[\s-]+(?:de\s)?{_YEAR}"
    rf"|\b(?P<month>{_NAMES})\b\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{_YEAR}"
    rf"|{_YEAR}[-/.](?P<number>\d{{1,2}})[-/.](?P<day>\d{{1,2}})"
    rf"|{_YEAR}[年년]\s?(?P<number>\d{{1,2}})[月월]\s?(?P<day>\d{{1,2}})[日일]"
    rf"|(?P<first>\d{{1,2}})(?P<sep>[-/.])(?P<then>\d{{1,2}})(?P=sep){_YEAR}"
    r"|(?P<first>\d{1,2})(?P<sep>\.)(?P<then>\d{1,2})\.(?P<year>\d\d)(?=,?\s+(?:kl\.?\s|um\s)?\d{1,2}[:.]\d\d)"
)
_BETWEEN = r"T|,?\s+(?:at\s|um\s|à\s|a las\s|às\s|alle\s|ore\s|om\s|kl\.?\s|klo\s|[|•·–—-]\s)?|,\s?"
_STAMP = regex.compile(
    rf"(?<!\d)(?:\b(?:{_DAYS})\b[.,]?\s+(?:den\s|d\.\s)?)?"
    rf"(?:(?P<before>{_CLOCK})\s?{_ZONE}?,?\s+(?:(?:on\s)?\b(?:{_DAYS})\b[.,]?\s+)?)?(?:{_DAY})(?:\s?\(\p{{Han}}\))?"
    rf"(?:(?:{_BETWEEN})(?P<after>{_CLOCK})\s?{_ZONE}?)?",
    regex.IGNORECASE,
)
_CLOCK_ALONE = regex.compile(rf"(?<![\d.:])(?:{_CLOCK})(?:\s?{_ZONE})?(?![\d.:])", regex.IGNORECASE)
_YEARS = re.compile(r"(?:19|20)\d\d|\d\.\d\d?\.\d\d")
_NUMBERS = re.compile(r"\d+")
_DAY_FIRST = frozenset("-.")
_AFTERNOON = ("p", "오후", "午後", "下午")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date in a text: where it stands, its ISO 8601 reading if there is only one, and whether it tells a time."""

    start: int
    end: int
    iso: str | None
    timed: bool


@lru_cache(maxsize=4096)
def may_hold_stamps(text: str) -> bool:
    """Whether `text` holds what every date has, a year and another number: a glance that spares most lines the whole
    pattern."""
    return _YEARS.search(text) is not None and len(_NUMBERS.findall(text)) > 1


def stamps_in(text: str, *, day_first: bool = False) -> tuple[Stamp, ...]:
    """The dates of `text`, in order. `day_first`: 03/04 is the third of April, as in any language but English."""
    return tuple(
        Stamp(found.start(), found.end(), _iso(found, day_first), bool(found["hour"])) for found in _found(text)
    )


def clocks_in(text: str) -> tuple[Stamp, ...]:
    """The times of day of `text`, without a date; only for lines whose words say that they are stamps."""
    return tuple(Stamp(found.start(), found.end(), None, timed=True) for found in _CLOCK_ALONE.finditer(text))


@lru_cache(maxsize=1024)
def _found(text: str) -> tuple[regex.Match[str], ...]:
    # A memory of a pure function: several detectors ask about a line, and again when something around it went.
    return tuple(_STAMP.finditer(text))


def _iso(found: regex.Match[str], day_first: bool) -> str | None:
    try:
        day = _date(found, day_first)
        if day is None:
            return None
        if not found["hour"]:
            return day.isoformat()
        hour = int(found["hour"])
        if found["half"]:
            hour = hour % 12 + (12 if found["half"].casefold().startswith(_AFTERNOON) else 0)
        clock = time(hour, int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:
        return None
    return f"{day.isoformat()}T{clock.isoformat()}{_ZONES.get((found['zone'] or '').casefold(), '')}"


def _date(found: regex.Match[str], day_first: bool) -> date | None:
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    if found["month"]:
        return date(year, _NUMBER[_plain(found["month"])], int(found["day"]))
    if found["number"]:
        return date(year, int(found["number"]), int(found["day"]))
    first, then = int(found["first"]), int(found["then"])
    if day_first or found["sep"] in _DAY_FIRST or first > 12:
        return date(year, then, first)
    return date(year, first, then) if then > 12 else None
