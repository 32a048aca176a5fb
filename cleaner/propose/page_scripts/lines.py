"""How a line of flat text looks: prose, program text, data, or a few words of anything.

Prose is asked for first wherever it could be eaten: a line that holds a clause of text is no program text, whatever
else it holds.
"""

from __future__ import annotations

import json
from enum import StrEnum

import regex

from cleaner.propose.program_text import is_program_line


class Look(StrEnum):
    """What a line looks like. `TEXT` is a few words, or text and program text glued together; `SHORT` is a name, a
    number, a closing word."""

    PROSE = "prose"
    CODE = "code"
    MINIFIED = "minified"
    DATA = "data"
    TEXT = "text"
    SHORT = "short"


LONG = 160
"""Characters from which on a line may be minified program text, or an object of data."""
LEFT = 100
"""Characters that such a line has beside its addresses."""
_MARK = regex.compile(r"[{}()\[\];=<>&|#\\$*_]|\":|\.(?=[a-zA-Z_-])")
_DENSITY = 0.04
"""The share of a minified line that such marks are at least; prose has a tenth of it."""
_ENCODED = regex.compile(r"%[0-9A-Fa-f]{2}")
_ENCODED_SHARE = 0.04
"""Percent-encoded characters in a line of data that a cookie or an address holds."""
_BLOB = regex.compile(r"(?<![\w+/=-])[A-Za-z0-9+/=_-]{80,}+|(?<![\d,])(?:\d++,){20,}+\d*")
_BLOB_SHARE = 0.5
"""Encoded bytes and numbers in a line that is nothing else."""
_ADDRESS = regex.compile(r"https?://[^\s\"'()<>\\]*")
_DATA_ADDRESS = regex.compile(r"url\(\s*(?:\"data:[^\"]*+\"|'data:[^']*+'|data:[^)\"']*+)\s*\)")
"""A picture in a style: it may hold anything, and as much of it as a page."""

_WORDS = regex.compile(r"\p{Ll}{2}[,.’']? \p{L}|[\p{Han}\p{Hiragana}\p{Katakana}]{4}")
_CLAUSE, _CLAUSE_CHARACTERS, _CLAUSE_MARKS = 12, 130, 3
"""So many words after words within so many characters, and no more marks among them, are a clause: it takes 90
characters on average, and selectors of a style three times as many."""
_STRING = regex.compile(r"(?<=[(=:,\[+{?] ?)(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+')(?= ?[),;:\]}+])")
"""A string of program text, which may hold any clause."""

_DATA = regex.compile(r"(?:(?:var |let |const )?[\w.]+\s*=\s*)?(?P<value>[\[{].*[\]}])[;,]?")
_QUOTED_DATA = regex.compile(
    r"(?:(?:var |let |const )?[\w.]+\s*=\s*)?[\w.$]+\((?:\[?\d*,\s*|\[)?"
    r"(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+')\s*\]?\);?"  # a string in a call
    r"|(?:var |let |const )?[\w.]+\s*=\s*(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+')\s*;?"  # ... given to a name
    r"|\"[\w@$-]+\"\s*:\s*\"(?:[^\"\\]|\\.)*+\"\s*,?"  # a string under a name
)

_MARKED = frozenset("{}()[];=<>\\\"'*/@#$_:")
_LINE = regex.compile(
    r"[\"']?[\w$@-]++[\"']?\s*:\s*(?:[\"'\[{\d-]|true\b|false\b|null\b|\w+\().*[,;{\[(}\])\"']$"  # a pair of an object
    r"|[\w-]++\s*:\s*[^?]{1,200}+(?<=;|;\s?\})$"  # a property of a style
    r"|[a-z-]++:\s?[^.!?]*\b\d+(?:px|r?em|%|m?s|v[hw])?\b[^.!?]*$"  # ... the last one
    r"|[.#@*:&>~\[][\w-].*[,{]$|.*\{.*[{}]$"  # a selector, a rule
    r"|(?:var|let|const|function|return)\b.*[=({;]|case\b.*:$|break;$"
    r"|(?:\}\s*)?(?:if|for|while|switch|catch|else if)\s*\("
    r"|<!--|-->|.*\*/$"
    r"|[,?:|&+]{1,2}\s*[\w\"'(].*[()\[\]\"'=]"  # goes on from the line before
)
_MARKDOWN = regex.compile(r"!?\[[^\]\n]*\]\([^)\n]*\)")
"""A link or an image: its address may say anything."""
_COMMENT = ("//", "/*")
_CLOSING = "})];, "
_ITEM = regex.compile(
    r"[\"'][^\"']*+[\"'],?$|-?[\d.]++,?$"
    r"|(?:[\w.$-]+\s*:\s*)?[\w.$-]+\s*[,;](?:\s*//.*)?$|[\w.$-]+\s*:\s*[\w.$-]+$"  # a name, a pair of names
    r"|.*(?:!important|\w\([\w.]*\)|\(function\b|\w\.\w+\.\w+\b(?!/)).*$"
)
"""What stands in program text and reads like nothing: it takes program text before and after it."""
_VALUE = r"(?:[\w.:-]+|\"[^\"]*+\"|'[^']*+')"
_STATEMENT = regex.compile(rf"(?:[\w.$]+|\w+_\w+ )\((?:{_VALUE}(?:,\s*{_VALUE})*)?\);|[^\s(]*\.\w+\(\);")
_LISTED = regex.compile(r"(?:\"[^\"]*+\"|'[^']*+'),$")
_LAST = frozenset("{(;,")
_LEAST_MARKS = 3
"""Marks of program text in a line that ends with one of `_LAST`, as prose may."""
_SENTENCE = regex.compile(r"[.!?…][\"'”’»)]*$|[\p{Han}\p{Hiragana}\p{Katakana}]{12,}")
_PROSE_WORDS = 8
_NO_PROSE = frozenset("{}<>=;")
_TEXT_WORDS = 3
MIXED = 400
"""Characters from which on a line that is not minified holds text: some tools glue the two."""


def look_of(line: str) -> Look:
    """How a stripped line looks."""
    if "data:" in line:
        line = _DATA_ADDRESS.sub("url()", line)
    if len(line) >= LONG:
        if _is_data(line):
            return Look.DATA
        if _is_minified(_ADDRESS.sub("", line)):
            return Look.MINIFIED
    words = len(line.split())
    few = Look.TEXT if words >= _TEXT_WORDS else Look.SHORT
    if _MARKED.isdisjoint(line) and not line.startswith("."):
        return Look.PROSE if words >= _PROSE_WORDS and _SENTENCE.search(line) else few
    if words >= _PROSE_WORDS and _NO_PROSE.isdisjoint(line) and _SENTENCE.search(line):
        return few if line.startswith(_COMMENT) and not holds_text(line) else Look.PROSE
    if len(line) > MIXED or _MARKDOWN.match(line):
        return Look.TEXT
    rest = line.lstrip(_CLOSING)
    if rest != line and (not rest or rest[0].isalpha()):  # text may be glued to the end of a script
        return Look.CODE if not rest or look_of(rest) is Look.CODE else Look.TEXT
    if line.startswith(_COMMENT) or _LINE.match(line) or is_program_line(line):
        return Look.TEXT if holds_text(line) else Look.CODE
    if line[-1:] in _LAST and len(_MARK.findall(line)) >= _LEAST_MARKS:
        return Look.CODE
    return Look.SHORT if _ITEM.match(line) else few


def is_statement(line: str) -> bool:
    """Whether a line is a call, and nothing else."""
    return _STATEMENT.fullmatch(line) is not None


def is_listed(line: str) -> bool:
    """Whether a line is one string of a list of them."""
    return _LISTED.match(line) is not None


def holds_text(line: str) -> bool:
    """Whether a line has a clause of text in it, whatever else; the strings of program text are none."""
    line = _STRING.sub("", line)
    words = [match.start() for match in _WORDS.finditer(line)]
    return any(
        last - first <= _CLAUSE_CHARACTERS and len(_MARK.findall(line, first, last)) <= _CLAUSE_MARKS
        for first, last in zip(words, words[_CLAUSE:], strict=False)
    )


def _is_minified(line: str) -> bool:
    """Whether a line is program text and nothing else, by its marks, with or without those in its strings."""
    if len(_ENCODED.findall(line)) >= max(_ENCODED_SHARE * len(line), 1):
        return True
    if len(line) >= LEFT:
        bare = _STRING.sub('""', line)
        if (_is_dense(line) or _is_dense(bare)) and not holds_text(bare):
            return True
    return sum(map(len, _BLOB.findall(line))) >= _BLOB_SHARE * len(line) > 0


def _is_dense(line: str) -> bool:
    return len(_MARK.findall(line)) >= _DENSITY * len(line)


def _is_data(line: str) -> bool:
    """Whether a line is an object of JSON, alone or given to a name; its strings may be as long as articles."""
    if '"' not in line and "'" not in line:
        return False
    found = _DATA.fullmatch(line)
    if found is None:
        return _QUOTED_DATA.fullmatch(line) is not None
    try:
        json.loads(found["value"])
    except (ValueError, RecursionError):
        return False
    return True
