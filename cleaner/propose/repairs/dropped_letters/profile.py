"""Profiles: what the documents of a source say together, frozen to a file before any of them is cleaned.

A short text that lost "ad" holds two or three damaged words, too few to be sure of; ten texts of one source hold
thirty. A profile keeps, for each source, the strings that its documents lost, and the names that stand whole in
them. Cleaning with a profile stays a function of one document and one file: `build` looks across documents, `clean`
never does.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import log
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import regex

from cleaner.errors import InputError
from cleaner.model import Document

VERSION = 2
MIN_DOCUMENTS = 2
"""Documents of a source that must be damaged by a string before the profile holds it against the source."""

MAX_NAMES = 20_000
"""Names kept for a source, the most frequent first."""

MAX_WORDS = 2_000
"""Words kept that a source favours, those first that tell most of its running text."""

MIN_COUNT, MIN_RATIO = 3, 3.0
"""A word is favoured that stands so often in undamaged documents, and so many times oftener than elsewhere."""

PRIOR_WORDS = 5_000
"""Words of any text that a source's own are added to: a few pages tell little of its frequent words."""

_URL = regex.compile(r"https?://[^\s'\"<>)]+")


@dataclass(frozen=True, eq=False)
class SourceEvidence:
    """What is known of one source. `channels`: for each set of deleted strings, the share of documents that lost
    it.

    `names` are words that stand whole in its documents and are in no word list, or hold letters outside ASCII. `words`
    are those that its undamaged documents hold oftener than other texts do, with how many times oftener. Compared by
    identity.
    """

    documents: int = 0
    channels: Mapping[tuple[str, ...], float] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    words: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def foreign(self) -> tuple[str, ...]:
        """The names that hold letters outside ASCII."""
        return tuple(name for name in self.names if not name.isascii())


NOTHING = SourceEvidence()


@dataclass(frozen=True)
class Profile:
    """The evidence of every source in a folder, by host name; `""` holds the documents that name none."""

    sources: Mapping[str, SourceEvidence]

    def of(self, document: Document) -> SourceEvidence:
        """What is known of the source of `document`; nothing where the profile never saw it."""
        return self.sources.get(source_key(document), NOTHING)

    @cached_property
    def text(self) -> str:
        """The profile as it is written to a file: the same evidence, the same text."""
        sources = {
            key: {
                "documents": source.documents,
                "channels": [[list(strings), share] for strings, share in sorted(source.channels.items())],
                "names": sorted(source.names),
                "words": dict(source.words),
            }
            for key, source in self.sources.items()
        }
        return json.dumps({"profile": VERSION, "sources": sources}, ensure_ascii=False, sort_keys=True, indent=1) + "\n"

    @property
    def digest(self) -> str:
        """SHA-256 of the profile: its part in the recipe hash."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def save(self, path: Path) -> None:
        """Write the profile to one file."""
        path.write_text(self.text, encoding="utf-8")

    def __reduce__(self) -> tuple[Callable[[str], Profile], tuple[str]]:
        # As text: a mapping proxy cannot be pickled.
        return _parsed, (self.text,)


def load(path: Path) -> Profile:
    """Read what `save` wrote. Raises `InputError` where the file is no profile, or one of another version, `OSError`
    where it cannot be read."""
    try:
        return _parsed(path.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError as error:
        raise InputError("not a profile", path=path, hint=_HINT) from error


_HINT = "`cleaner profile FOLDER -o FILE` builds one"


def _parsed(text: str, path: Path | None = None) -> Profile:
    try:
        data = json.loads(text)
        if data["profile"] != VERSION:
            raise InputError(f"a profile of version {data['profile']}", path=path, hint=f"build it again: {_HINT}")
        sources = {
            key: SourceEvidence(
                documents=int(entry["documents"]),
                channels=MappingProxyType({tuple(strings): float(share) for strings, share in entry["channels"]}),
                names=tuple(entry["names"]),
                words=MappingProxyType({word: float(ratio) for word, ratio in entry["words"].items()}),
            )
            for key, entry in data["sources"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("not a profile", path=path, hint=_HINT) from error
    return Profile(MappingProxyType(sources))


def source_key(document: Document) -> str:
    """The host that `document` comes from: its address, the page's own, or the first in its front matter; `""` if
    none."""
    urls = [document.url, document.meta.url]
    if document.front_matter:
        urls += _URL.findall(document.front_matter.of(document.text))[:1]
    for url in urls:
        if url and (host := urlsplit(url).hostname):
            return host.removeprefix("www.")
    return ""


@dataclass(frozen=True, slots=True)
class Support:
    """What speaks for a channel in one document: nats, and distinct words. `proof`: one of them is so long and odd that
    it says enough alone."""

    nats: float
    words: tuple[str, ...]
    proof: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What one document adds: the strings that it may have lost, with the nats and the words for each; its names; and
    how often each word stands in it, if it lost none."""

    key: str
    channels: Mapping[tuple[str, ...], Support]
    names: tuple[str, ...]
    words: Mapping[str, int] = field(default_factory=dict)


@dataclass
class _Total:
    """What the findings of one source add up to. Nats are kept as whole steps, so that their order leaves no trace."""

    documents: int = 0
    steps: Counter[tuple[str, ...]] = field(default_factory=Counter)
    number: Counter[tuple[str, ...]] = field(default_factory=Counter)
    words: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    proven: set[tuple[str, ...]] = field(default_factory=set)
    names: Counter[str] = field(default_factory=Counter)
    running: Counter[str] = field(default_factory=Counter)

    def add(self, finding: Finding) -> None:
        self.documents += 1
        self.names.update(finding.names)
        self.running.update(finding.words)
        for strings, support in finding.channels.items():
            self.steps[strings] += round(support.nats * _STEPS_A_NAT)
            self.number[strings] += bool(support.words)
            self.words.setdefault(strings, set()).update(support.words)
            if support.proof:
                self.proven.add(strings)

    def favoured(self, expected: Callable[[str], float]) -> Mapping[str, float]:
        """The words that tell the source from others, with how many times oftener they stand in it."""
        total = self.running.total()
        gains: dict[str, tuple[float, float]] = {}
        for word, count in self.running.items():
            usual = max(expected(word), 1e-9)
            ratio = (count + PRIOR_WORDS * usual) / (total + PRIOR_WORDS) / usual
            if count >= MIN_COUNT and ratio >= MIN_RATIO:
                gains[word] = (count * log(ratio), round(ratio, 2))
        kept = sorted(gains, key=lambda word: (-gains[word][0], word))[:MAX_WORDS]
        return MappingProxyType({word: gains[word][1] for word in sorted(kept)})

    def speaks_for(self, strings: tuple[str, ...], needed: int) -> bool:
        """Whether enough documents and words do, or one word that is proof."""
        many = self.number[strings] >= MIN_DOCUMENTS and len(self.words[strings]) >= needed
        return many or strings in self.proven


_STEPS_A_NAT = 10_000


def pooled(
    findings: Iterable[Finding],
    asked: Callable[[tuple[str, ...]], float],
    needed: Callable[[tuple[str, ...]], int],
    expected: Callable[[str], float],
) -> Profile:
    """Add up `findings`, one at a time. `expected` is the share of a word in any text.

    A string is held against a source where the nats of all its documents beat `asked`, and either at least
    `MIN_DOCUMENTS` of them bring some and `needed` distinct words support it, or one word is proof.
    """
    totals: dict[str, _Total] = {}
    for finding in findings:
        totals.setdefault(finding.key, _Total()).add(finding)
    sources: dict[str, SourceEvidence] = {}
    for key, total in sorted(totals.items()):
        channels = {
            strings: round(total.number[strings] / total.documents, 4)
            for strings in sorted(total.steps)
            if total.steps[strings] > asked(strings) * _STEPS_A_NAT and total.speaks_for(strings, needed(strings))
        }
        kept = sorted(total.names, key=lambda name: (-total.names[name], name))[:MAX_NAMES]
        names = tuple(sorted(kept))
        sources[key] = SourceEvidence(total.documents, MappingProxyType(channels), names, total.favoured(expected))
    return Profile(MappingProxyType(sources))
