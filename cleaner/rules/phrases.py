"""Phrase packs: the wordings of one language that speak for a kind of boilerplate, matched many at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from cleaner.rules.compile import Matcher, compile_pattern, end_of
from cleaner.rules.index import Prefilter
from cleaner.rules.literals import need_of
from cleaner.rules.schema import PhraseEntry, RuleFile


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """Where a phrase stands: in `texts[index][start:end]` of the texts that were asked about."""

    phrase: PhraseEntry
    index: int
    start: int
    end: int


LONGEST_LINE = 400
"""Characters of a line that a phrase may take whole. The longest template in the packs, a consent notice, has 260; a
line of
more is a paragraph, and asking whether a phrase spans it is most of the cost of the packs."""


_OPEN_START = regex.compile(r"((?:\(\?:)?)((?:\[\^(?:\\.|[^\]])+\]|\.)\{\d+,\d+\}\??)")
"""A pattern that begins with a stretch of free text."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    phrase: PhraseEntry
    matcher: Matcher


@dataclass(frozen=True)
class PhrasePack:
    """The phrases of one language (`en`), or of embeds in any (`embeds`). Picklable; compiled on first use.

    A hit is evidence and no more: on lines that a good extractor had kept, newsletter phrases were right in 36 to 72 %
    of hits, calls to action in 22 to 50 %.
    """

    id: str
    language: str
    phrases: tuple[PhraseEntry, ...]
    digest: str = ""

    def hits(self, texts: Sequence[str], *, seconds: float = 1.0) -> tuple[PhraseHit, ...]:
        """Every hit in `texts` (lines, in any wordings that are worth asking about), by index, then phrase, then start.

        `seconds` limits one pattern on one text. Raises `OverrunError`, naming the phrase. A phrase's `where` is not
        looked at: only the caller knows where a text stands.
        """
        compiled, prefilter = self._compiled, self._prefilter
        found: list[PhraseHit] = []
        for index, numbers in enumerate(prefilter.candidates(texts)):
            text = texts[index]
            for number in numbers:
                found += self._hits_of(compiled[number].phrase, compiled[number].matcher, text, index, seconds)
        return tuple(found)

    def origin_of(self, phrase: PhraseEntry) -> str:
        """The phrase's full name: `base/en#newsletter`."""
        return f"{self.id}#{phrase.id}"

    def _hits_of(self, phrase: PhraseEntry, matcher: Matcher, text: str, index: int, seconds: float) -> list[PhraseHit]:
        match phrase.match:
            case "line":
                if len(text) > LONGEST_LINE:
                    return []
                matches = [matcher.whole(text, seconds)]
            case "start":
                matches = [matcher.start(text, seconds)]
            case "end":
                matches = [matcher.first(text, seconds, max(0, len(text) - LONGEST_LINE))]
            case "span":
                matches = list(matcher.inside(text, seconds))
        return [PhraseHit(phrase, index, m.start(), m.end()) for m in matches if m is not None and m.end() > m.start()]

    @cached_property
    def _compiled(self) -> tuple[_Compiled, ...]:
        return tuple(
            _Compiled(
                phrase,
                Matcher(
                    [end_of(p) if phrase.match == "end" else p], f'phrase "{phrase.id}"', phrase.place, ignore_case=True
                ),
            )
            for phrase in self.phrases
            for p in phrase.pattern
        )

    @cached_property
    def _prefilter(self) -> Prefilter:
        return Prefilter(
            [
                need_of(
                    p, anchored_start=phrase.match in ("line", "start"), anchored_end=phrase.match in ("line", "end")
                )
                for phrase in self.phrases
                for p in phrase.pattern
            ]
        )

    def __getstate__(self) -> dict[str, object]:
        # Compiled patterns are made again where the pack arrives.
        return {name: value for name, value in self.__dict__.items() if not name.startswith("_")}

    def __setstate__(self, state: Mapping[str, object]) -> None:
        self.__dict__.update(state)


def pack_of(file: RuleFile) -> PhrasePack:
    """The pack that a file in `base/` holds; its language is the last part of the file's id."""
    return PhrasePack(file.id, file.id.rsplit("/", 1)[-1], file.phrases, file.digest)


def free_lead(phrase: PhraseEntry, found: str) -> str:
    """What stands in `found`, a line that `phrase` took whole, before the first words that a pattern names.

    Of several patterns that take the line, the one with the shortest lead is right. Empty for most phrases: only
    patterns that begin with free text have a lead.
    """
    leads: list[str] = []
    for pattern in phrase.pattern:
        match = _with_lead(pattern).fullmatch(found)
        if match is not None:
            leads.append((match.groupdict().get("lead") or "").strip())
    return min(leads, key=len, default="")


@lru_cache(maxsize=4096)
def _with_lead(pattern: str) -> regex.Pattern[str]:
    # A memory of a pure function: what is remembered cannot change a result.
    open_start = _OPEN_START.match(pattern)
    if open_start is not None:
        pattern = f"{open_start[1]}(?P<lead>{open_start[2]}){pattern[open_start.end() :]}"
    return compile_pattern(pattern, ignore_case=True)
