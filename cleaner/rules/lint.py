"""Checks of rule files that need no cleaning: what is legal, and yet a mistake or one waiting to happen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

import regex

from cleaner.errors import OverrunError, RuleError
from cleaner.kinds import KEPT
from cleaner.rules.book import RuleBook
from cleaner.rules.compile import Matcher
from cleaner.rules.inherit import entries_of
from cleaner.rules.schema import CaptureEntry, DropEntry, KeepEntry, PhraseEntry, Place, Role, RuleFile

SHARED_PATTERN_FILES = 3
"""From this many files on, one pattern belongs in a family."""

STRESS_SECONDS = 2.0
"""What one pattern may take on one stress text; ordinary patterns take under a millisecond."""

STRESS_TEXTS = (
    "a" * 2_000,
    " " * 2_000,
    "word " * 400,
    "Word, word. " * 200,
    "1 2025-01-01 12:00 " * 100,
    "— (@) https://t.co/ pic.twitter.com/ " * 60,
    "A\n" * 700,
)
"""Texts on which patterns with nested or unbounded repetitions run away."""

_GENERIC = frozenset(
    {
        "daily", "gazette", "herald", "magazine", "mail", "media", "morning", "network", "news", "online", "paper",
        "post", "press", "report", "review", "standard", "star", "telegraph", "times", "today", "weekly", "world",
    }
)  # fmt: skip
"""Words in so many sources' names that they name none."""

_POSITIONAL = regex.compile(r":(?:nth-(?:last-)?(?:child|of-type)|(?:first|last)-(?:child|of-type))")
_NAMED = regex.compile(r"[.#\[]\s*[\p{L}_-]|:has\(|lexbor-contains")


def lint(book: RuleBook) -> tuple[RuleError, ...]:
    """Every finding in the files of `book`, by file and line. Each tells what to do; none stops the book."""
    files = tuple(book)
    found = [finding for file in files for finding in _file(file)]
    found += _hosts(book, files)
    found += _shared_patterns(files)
    return tuple(sorted(found, key=lambda error: (error.path or "", error.line or 0, error.message)))


def _finding(message: str, place: Place, entry: str | None, hint: str) -> RuleError:
    return RuleError(message, path=place.path, line=place.line, entry=entry, hint=hint)


def _file(file: RuleFile) -> Iterator[RuleError]:
    for entry in entries_of(file):
        yield from _entry(entry)
    for phrase in file.phrases:
        yield from _phrase(phrase)
    yield from _examples(file)
    yield from _signatures(file)
    if file.role is Role.SOURCE and not (file.match.hosts or file.match.site_names or file.match.signature):
        yield _finding("nothing tells this source", file.place, "match", "give hosts, site names or a signature")


def _entry(entry: DropEntry | KeepEntry | CaptureEntry) -> Iterator[RuleError]:
    label = _label(entry)
    if isinstance(entry, DropEntry):
        if entry.is_open and entry.where is None and entry.at_most is None and entry.max_lines is None:
            yield _finding("an open-ended section", entry.place, label, "bound it by 'where', 'at_most' or 'max_lines'")
        if entry.kind in KEPT:
            yield _finding(f"'{entry.kind}' stays by default", entry.place, label, "give it the kind of what it is")
    for selector in entry.select:
        if _POSITIONAL.search(selector) and not _NAMED.search(selector):
            yield _finding(
                f"the selector {selector!r} tells a place and no name", entry.place, label,
                "add a class, an id or an attribute: places shift with every redesign",
            )  # fmt: skip
    yield from _overruns(_patterns(entry), label, entry.place)


def _phrase(phrase: PhraseEntry) -> Iterator[RuleError]:
    label = f'phrase "{phrase.id}"'
    if not phrase.examples:
        yield _finding("no example", phrase.place, label, "give a line that it must hit")
    if not phrase.near_misses:
        yield _finding("no near miss", phrase.place, label, "give a line that looks alike and must not be hit")
    yield from _overruns(phrase.pattern, label, phrase.place)


def _examples(file: RuleFile) -> Iterator[RuleError]:
    entries = entries_of(file)
    fired = {name.removeprefix(f"{file.id}#") for example in file.examples for name in example.fires}
    for entry in entries:
        if entry.id not in fired:
            yield _finding("no example fires it", entry.place, _label(entry), "name it in an example's 'fires'")
    for example in file.examples:
        if not example.is_near_miss and not example.fires:
            yield _finding(
                "the example names no entry", example.place, f'example "{example.title}"', "say in 'fires' what fires"
            )
    if entries and not any(example.is_near_miss for example in file.examples):
        yield _finding("no near miss", file.place, None, "add an [[example]] without 'after', that nothing may change")


def _signatures(file: RuleFile) -> Iterator[RuleError]:
    words = _names_of(file)
    for pattern in file.match.signature:
        said = "".join(regex.sub(r"\\\p{L}", " ", pattern).casefold().replace("\\", "").split())
        if not any(word in said for word in words):
            yield _finding(
                f"the signature {pattern!r} does not name the source", file.match.place, "match",
                f"it must hold one of {', '.join(words)}: an unnamed text is not attributed",
            )  # fmt: skip


def _names_of(file: RuleFile) -> list[str]:
    """What names a source: words of its name, and its host's own label, that are not every other source's too."""
    words = [word for name in (file.name, *file.match.site_names) for word in regex.findall(r"\w{4,}", name.casefold())]
    labels = [host.removeprefix("*.").removeprefix("www.").split(".")[0] for host in file.match.hosts]
    own = [word for word in words if word not in _GENERIC]
    wholes = ["".join(regex.findall(r"\w+", name.casefold())) for name in (file.name, *file.match.site_names)]
    return list(dict.fromkeys([*own, *(label for label in labels if label not in _GENERIC), *wholes]))


def _hosts(book: RuleBook, files: Sequence[RuleFile]) -> Iterator[RuleError]:
    claims: dict[str, list[RuleFile]] = {}
    for file in files:
        if file.role is Role.SOURCE and file.status != "retired":
            for host in file.match.hosts:
                claims.setdefault(host.removeprefix("www."), []).append(file)
    for host, claimants in claims.items():
        for one, other in combinations(claimants, 2):
            if _dates_overlap(one, other) and book.precedence_of(one) == book.precedence_of(other):
                yield _finding(
                    f"'{host}' is claimed by {one.place.path} too", other.match.place, "match",
                    "part the files by valid_from and valid_until, or use not_hosts",
                )  # fmt: skip


def _dates_overlap(one: RuleFile, other: RuleFile) -> bool:
    def first(file: RuleFile) -> date:
        return file.match.valid_from or date.min

    def last(file: RuleFile) -> date:
        return file.match.valid_until or date.max

    return first(one) <= last(other) and first(other) <= last(one)


def _shared_patterns(files: Sequence[RuleFile]) -> Iterator[RuleError]:
    owners: dict[str, list[tuple[RuleFile, Place, str]]] = {}
    for file in files:
        for entry in entries_of(file):
            for pattern in _patterns(entry):
                if all(owner is not file for owner, _, _ in owners.get(pattern, [])):
                    owners.setdefault(pattern, []).append((file, entry.place, _label(entry)))
    for pattern, found in owners.items():
        if len({file.id for file, _, _ in found}) >= SHARED_PATTERN_FILES:
            names = ", ".join(sorted({file.id for file, _, _ in found}))
            _, place, label = found[-1]
            yield _finding(f"{pattern!r} stands in {names}", place, label, "make it a family and extend that")


def _patterns(entry: DropEntry | KeepEntry | CaptureEntry) -> tuple[str, ...]:
    section = (*entry.from_, *entry.before, *entry.through) if isinstance(entry, DropEntry) else ()
    return (*entry.line, *entry.span, *section)


def _overruns(patterns: Iterable[str], label: str, place: Place) -> Iterator[RuleError]:
    for pattern in patterns:
        matcher = Matcher([pattern], label, place)
        try:
            for text in STRESS_TEXTS:
                matcher.whole(text, STRESS_SECONDS)
                matcher.first(text, STRESS_SECONDS)
        except OverrunError as error:
            yield RuleError(error.message, path=place.path, line=place.line, entry=label, hint=error.hint)


def _label(entry: DropEntry | KeepEntry | CaptureEntry) -> str:
    name = {DropEntry: "drop", KeepEntry: "keep", CaptureEntry: "capture"}[type(entry)]
    return f'{name} "{entry.id}"'
