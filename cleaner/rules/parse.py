"""One rule file's text to a checked `RuleFile`. Strict: what is not understood is an error that says where."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from cleaner.errors import RuleError
from cleaner.kinds import UNCONDITIONAL, Kind
from cleaner.rules.compile import SelectorCheck, compile_pattern, end_of
from cleaner.rules.dates import DateForm
from cleaner.rules.positions import Positions, positions_of
from cleaner.rules.schema import (
    HEADER,
    LISTS,
    SCHEMA_VERSION,
    TABLES,
    CaptureEntry,
    Content,
    DropEntry,
    ExampleEntry,
    Form,
    KeepEntry,
    KeySpec,
    Match,
    PhraseEntry,
    Place,
    Role,
    RuleFile,
    keys_of,
)

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HOST = re.compile(r"(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9-]{2,}")
_OFFSET = re.compile(r"[+-]\d{2}:\d{2}")
_GROUP = re.compile(r"\(\?P?<([A-Za-z_]\w*)>")
_TOML_LINE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_ROLE_TABLES: Mapping[Role, frozenset[str]] = {
    Role.SOURCE: frozenset({"match", "content", "drop", "keep", "capture", "example"}),
    Role.FAMILY: frozenset({"content", "drop", "keep", "capture", "example"}),
    Role.WRAPPER: frozenset({"match", "drop", "keep", "capture", "example"}),
    Role.PACK: frozenset({"phrase"}),
}
_CAPTURE_FIELDS = keys_of(CaptureEntry)["field"].words


def suggestion(word: str, known: list[str], what: str) -> str:
    """What to do about an unknown `word`: the nearest known one, or all of them."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"{what} are {', '.join(known)}" if known else f"there are no {what}"


def parse_rule_file(text: str, path: str, role: Role, *, trusted: bool = False) -> RuleFile:
    """Read one file. `path` is what errors and reports call it, its last part the file's name.

    `trusted` leaves patterns and selectors uncompiled, which is nine tenths of the work: for the built-in files, which
    a test reads in full. Raises `RuleError` for anything that is not right: no other check is needed before the file
    can be used, except that the names in `extends` and `disable` exist (`inherit`).
    """
    positions = positions_of(text)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        message = _TOML_LINE.sub("", str(error)).strip()
        raise RuleError(f"not valid TOML: {message}", path=path, line=line, hint="patterns stand in '...'") from None
    return _Reader(path, role, positions, None if trusted else SelectorCheck()).file(data)


@dataclass(frozen=True, slots=True)
class _Reader:
    path: str
    role: Role
    positions: Positions
    selectors: SelectorCheck | None  # None: patterns and selectors are taken on trust

    def file(self, data: Mapping[str, Any]) -> RuleFile:
        header_keys = keys_of(HEADER)
        tables = _ROLE_TABLES[self.role]
        for name in data:
            if name in TABLES and name not in tables:
                raise self.error(
                    f"[{name}] has no place in {self.role.value}/", "", 0, name,
                    hint=f"tables here are {', '.join(sorted(tables))}", line=self.positions.table(name),
                )  # fmt: skip
            if name not in TABLES and name not in header_keys:
                known = [*header_keys, *(table for table in TABLES if table in tables)]
                is_table = name in self.positions.tables
                raise self.error(
                    f"unknown {'table' if is_table else 'key'} '{name}'", "", 0, "",
                    hint=suggestion(name, known, "keys and tables"),
                    line=self.positions.table(name) if is_table else self.positions.key("", 0, name),
                )  # fmt: skip
        header = self.values(HEADER, {k: v for k, v in data.items() if k in header_keys}, "", 0)
        self.check_header(header)
        drops = self.entries(DropEntry, data, "drop")
        keeps = self.entries(KeepEntry, data, "keep")
        captures = self.entries(CaptureEntry, data, "capture")
        phrases = self.entries(PhraseEntry, data, "phrase")
        file = RuleFile(
            **header,
            role=self.role,
            match=self.single(Match, data, "match"),
            content=self.single(Content, data, "content"),
            drops=tuple(self.check_drop(entry) for entry in drops),
            keeps=tuple(self.check_one_form(entry, ("select", "line", "span"), "keep") for entry in keeps),
            captures=tuple(self.check_capture(entry) for entry in captures),
            phrases=tuple(self.check_phrase(entry) for entry in phrases),
            examples=self.entries(ExampleEntry, data, "example"),
            digest=hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest(),
            place=Place(self.path, 1),
        )
        self.check_file(file)
        return file

    def error(
        self, message: str, table: str, index: int, entry: str, *, key: str = "", hint: str | None = None, line: int = 0
    ) -> RuleError:
        where = line or (self.positions.key(table, index, key) if key else self.positions.table(table, index))
        return RuleError(message, path=self.path, line=where, entry=entry or None, hint=hint)

    def entries(self, kind: type, data: Mapping[str, Any], name: str) -> tuple[Any, ...]:
        tables = data.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.error(f"'{name}' is no list of tables", name, 0, name, hint=f"write [[{name}]]")
        return tuple(self.table(kind, table, name, index) for index, table in enumerate(tables))

    def single(self, kind: type, data: Mapping[str, Any], name: str) -> Any:
        table = data.get(name, {})
        if not isinstance(table, dict):
            raise self.error(f"'{name}' stands once", name, 0, name, hint=f"write [{name}], in single brackets")
        return self.table(kind, table, name, 0)

    def table(self, kind: type, table: Mapping[str, Any], name: str, index: int) -> Any:
        place = Place(self.path, self.positions.table(name, index))
        return kind(**self.values(kind, table, name, index), place=place)

    def values(self, kind: type, table: Mapping[str, Any], name: str, index: int) -> dict[str, Any]:
        keys = keys_of(kind)
        label = self.label(name, index, table)
        for key in table:
            if key not in keys:
                raise self.error(
                    f"unknown key '{key}'", name, index, label, key=key, hint=suggestion(key, list(keys), "keys")
                )
        for spec in keys.values():
            if spec.required and spec.name not in table:
                raise self.error(f"'{spec.name}' is missing", name, index, label, hint=spec.doc)
        found: dict[str, Any] = {}
        for key, value in table.items():
            try:
                found[keys[key].attribute] = self.value(keys[key], value)
            except ValueError as error:
                message, _, hint = str(error).partition("; ")
                raise self.error(f"'{key}': {message}", name, index, label, key=key, hint=hint or None) from None
        return found

    def label(self, name: str, index: int, table: Mapping[str, Any]) -> str:
        if name not in LISTS:
            return name
        title = table.get("id", table.get("title"))
        return f'{name} "{title}"' if isinstance(title, str) else f"{name} {index + 1}"

    def value(self, spec: KeySpec, value: Any) -> Any:
        """The value of a key, in its Python type; `ValueError` of the form `problem; what to do`."""
        match spec.form:
            case Form.TEXTS | Form.PATTERNS | Form.SELECTORS:
                return self.texts(spec.form, value)
            case Form.TEXT | Form.NAME | Form.WORD | Form.KIND:
                if not isinstance(value, str):
                    raise ValueError(f"must be text, not {_told(value)}; put it in quotes")
                return self.word(spec, value)
            case Form.WHOLE:
                if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                    raise ValueError(f"must be a whole number above 0, not {_told(value)}")
            case Form.SHARE:
                if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= 1:
                    raise ValueError(f"must be a share above 0 and up to 1, not {_told(value)}")
                return float(value)
            case Form.NUMBER:
                if not isinstance(value, int | float) or isinstance(value, bool) or not -20 <= value <= 20:
                    raise ValueError(f"must be a number from -20 to 20, not {_told(value)}")
                return float(value)
            case Form.DATE:
                if not isinstance(value, date) or isinstance(value, datetime):
                    raise ValueError(f"must be a date, not {_told(value)}; write 2024-03-01, without quotes")
            case Form.TABLE:
                if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
                    raise ValueError(f"must be a table of texts, not {_told(value)}")
        return value

    def texts(self, form: Form, value: Any) -> tuple[str, ...]:
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise ValueError(f"must be text or a list of texts, not {_told(value)}; put each in quotes")
        for item in items:
            if not item.strip():
                raise ValueError("holds an empty text; leave it out")
            if self.selectors is None:
                continue
            if form is Form.PATTERNS:
                if compile_pattern(item).fullmatch("") is not None:
                    raise ValueError(f"{item!r} matches the empty string; ask for at least one character")
            elif form is Form.SELECTORS:
                self.selectors.check(item)
        return tuple(items)

    def word(self, spec: KeySpec, value: str) -> str | Kind:
        if spec.form is Form.KIND:
            if value not in list(Kind):
                raise ValueError(f"unknown kind '{value}'; {suggestion(value, [str(k) for k in Kind], 'kinds')}")
            if Kind(value) in UNCONDITIONAL:
                raise ValueError(f"'{value}' is not for rules; say what the stretch is")
            return Kind(value)
        if spec.form is Form.NAME and not _NAME.fullmatch(value):
            raise ValueError(f"{value!r} is no name; use lower-case letters, digits and single hyphens")
        if spec.words and value not in spec.words:
            raise ValueError(f"'{value}' is not known; {suggestion(value, list(spec.words), 'words')}")
        return value

    def check_header(self, header: Mapping[str, Any]) -> None:
        if header["schema"] != SCHEMA_VERSION:
            raise self.error(
                f"schema {header['schema']} is not known", "", 0, "", key="schema",
                hint=f"this version reads schema {SCHEMA_VERSION}",
            )  # fmt: skip
        stem = self.path.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".toml").split(".", 1)[0]
        wanted = stem if self.role is Role.SOURCE else f"{self.role.value}/{stem}"
        if header["id"] != wanted or not _NAME.fullmatch(stem):
            hint = f"call it '{wanted}', or rename the file"
            raise self.error(f"the id '{header['id']}' is not the file's name", "", 0, "", key="id", hint=hint)

    def check_file(self, file: RuleFile) -> None:
        self.check_match(file.match)
        seen: dict[str, int] = {}
        lists: dict[str, Sequence[DropEntry | KeepEntry | CaptureEntry | PhraseEntry]] = {
            "drop": file.drops,
            "keep": file.keeps,
            "capture": file.captures,
            "phrase": file.phrases,
        }
        for name, entries in lists.items():
            for index, entry in enumerate(entries):
                if entry.id in seen:
                    raise self.error(
                        f"the name '{entry.id}' is used twice", name, index, f'{name} "{entry.id}"', key="id",
                        hint=f"the other is on line {seen[entry.id]}",
                    )  # fmt: skip
                seen[entry.id] = self.positions.table(name, index)
        for index, example in enumerate(file.examples):
            label = f'example "{example.title}"'
            for fired in example.fires:
                if "#" not in fired and fired not in seen:
                    raise self.error(
                        f"'fires' names '{fired}', which is no entry of this file", "example", index, label,
                        key="fires", hint=suggestion(fired, list(seen), "entries"),
                    )  # fmt: skip
            if example.is_near_miss and example.fires:
                raise self.error(
                    "'fires' without 'after'", "example", index, label, key="fires", hint="say what comes out"
                )

    def check_match(self, match: Match) -> None:
        for key, hosts in (("hosts", match.hosts), ("not_hosts", match.not_hosts)):
            for host in hosts:
                if not _HOST.fullmatch(host):
                    raise self.error(
                        f"'{host}' is no host name", "match", 0, "match", key=key,
                        hint="write example.com or *.example.com: lower case, no scheme, no path",
                    )  # fmt: skip
        if match.valid_from and match.valid_until and match.valid_until < match.valid_from:
            raise self.error("'valid_until' comes before 'valid_from'", "match", 0, "match", key="valid_until")
        if match.front_keys and self.role is not Role.WRAPPER:
            raise self.error("'front_keys' is for wrappers", "match", 0, "match", key="front_keys")
        if self.role is Role.WRAPPER:
            given = [key for key in keys_of(Match) if getattr(match, key)]
            if given != ["front_keys"]:
                raise self.error("a wrapper is known by 'front_keys' alone", "match", 0, "match", hint="name the keys")

    def check_one_form(self, entry: Any, forms: tuple[str, ...], name: str) -> Any:
        given = [form for form in forms if getattr(entry, form)]
        label = f'{name} "{entry.id}"'
        if len(given) != 1:
            told = " and ".join(f"'{form}'" for form in given) or "nothing"
            raise RuleError(
                f"says {told}", path=self.path, line=entry.place.line, entry=label,
                hint=f"say exactly one of {', '.join(forms)}",
            )  # fmt: skip
        if entry.unit == "text" and given[0] in ("line", "select"):
            raise RuleError(
                f"unit = \"text\" does not go with '{given[0]}'", path=self.path, line=entry.place.line, entry=label,
                hint="running text is searched by span, or by from with before or through",
            )  # fmt: skip
        return entry

    def check_drop(self, entry: DropEntry) -> DropEntry:
        label = f'drop "{entry.id}"'
        if not entry.is_section:
            self.check_one_form(entry, ("select", "line", "span"), "drop")
            if entry.max_lines is not None:
                raise RuleError("'max_lines' is for sections", path=self.path, line=entry.place.line, entry=label)
            return entry
        others = [form for form in ("select", "line", "span") if getattr(entry, form)]
        if others or (entry.before and entry.through):
            told = f"'{others[0]}' and a section" if others else "'before' and 'through'"
            raise RuleError(f"says {told}", path=self.path, line=entry.place.line, entry=label, hint="split it in two")
        if entry.unit == "text" and entry.is_open:
            raise RuleError(
                "a section of running text with one marker", path=self.path, line=entry.place.line, entry=label,
                hint="say from, and before or through",
            )  # fmt: skip
        return entry

    def check_capture(self, entry: CaptureEntry) -> CaptureEntry:
        self.check_one_form(entry, ("select", "line", "span"), "capture")
        label = f'capture "{entry.id}"'

        def fail(message: str, hint: str) -> RuleError:
            return RuleError(message, path=self.path, line=entry.place.line, entry=label, hint=hint)

        groups = {group for pattern in (*entry.line, *entry.span) for group in _GROUP.findall(pattern)}
        named = groups.intersection(_CAPTURE_FIELDS)
        if entry.field_ is None and not named:
            raise fail("captures nothing", "say 'field', or name groups after fields: (?P<author>...)")
        if entry.field_ is not None and named:
            raise fail(f"says 'field' and names a group '{min(named)}'", "say one of the two")
        try:
            for form in entry.date:
                DateForm(form, entry.zones, entry.months)
        except ValueError as error:
            raise fail(f"'date': {error}", "directives are d m Y y H I M S p b B z") from None
        for zone, offset in entry.zones.items():
            if not _OFFSET.fullmatch(offset):
                raise fail(f"'zones': the offset of {zone} is {offset!r}", 'write "+05:30"')
        if entry.months and len(entry.months) != 12:
            raise fail(f"'months' holds {len(entry.months)} names", "it takes twelve, January first")
        return entry

    def check_phrase(self, entry: PhraseEntry) -> PhraseEntry:
        for pattern in entry.pattern if entry.match == "end" and self.selectors else ():
            try:
                compile_pattern(end_of(pattern), ignore_case=True)
            except ValueError as error:
                label = f'phrase "{entry.id}"'
                raise RuleError(str(error), path=self.path, line=entry.place.line, entry=label) from None
        return entry


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    return repr(value) if not isinstance(value, date) else str(value)
