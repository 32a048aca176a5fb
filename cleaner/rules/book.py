"""The rule book: every rule file that was loaded, asked by source, by host, by name, by signature and by language."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from cleaner.rules.compile import Matcher
from cleaner.rules.index import Condition, Prefilter
from cleaner.rules.inherit import BoundEntry, bind
from cleaner.rules.literals import Need, need_of
from cleaner.rules.phrases import ANY_LANGUAGE, PhrasePacks, pack_of
from cleaner.rules.schema import CaptureEntry, DropEntry, KeepEntry, Role, RuleFile

_PACK_OF = {"nb": "no", "nn": "no"}
"""Languages whose phrases stand in another's pack: pages declare either Norwegian."""


@dataclass(frozen=True, slots=True)
class CompiledEntry:
    """An entry with its patterns ready. Keys that the entry does not use have an empty (false) matcher."""

    bound: BoundEntry
    line: Matcher
    span: Matcher
    from_: Matcher
    before: Matcher
    through: Matcher


@dataclass(frozen=True)
class SourceRules:
    """What applies to the documents of one source: its own entries, then its families', then those of wrappers.

    Picklable; patterns are compiled on first use. `content` are the selectors of the article's container.
    """

    id: str
    name: str
    entries: tuple[BoundEntry, ...]
    content: tuple[str, ...] = ()
    digest: str = ""

    @property
    def drops(self) -> tuple[DropEntry, ...]:
        """All `[[drop]]` entries, in order."""
        return tuple(bound.entry for bound in self.entries if isinstance(bound.entry, DropEntry))

    @property
    def keeps(self) -> tuple[KeepEntry, ...]:
        """All `[[keep]]` entries, in order."""
        return tuple(bound.entry for bound in self.entries if isinstance(bound.entry, KeepEntry))

    @property
    def captures(self) -> tuple[CaptureEntry, ...]:
        """All `[[capture]]` entries, in order."""
        return tuple(bound.entry for bound in self.entries if isinstance(bound.entry, CaptureEntry))

    @cached_property
    def compiled(self) -> tuple[CompiledEntry, ...]:
        """The entries with their patterns compiled, in the same order."""
        return tuple(_compiled(bound) for bound in self.entries)

    def possible(self, texts: Sequence[str]) -> tuple[frozenset[str], ...]:
        """For each text, the names of the entries that can match it, or a stretch that takes in a part of it.

        Never too few, and mostly next to none: the words that a rule needs stand in few lines. What needs no words,
        entries with selectors among them, is in every one.
        """
        names = [entry.name for entry in self.entries]
        every: dict[tuple[int, ...], frozenset[str]] = {}
        return tuple(
            every.setdefault(tuple(numbers), frozenset(names[number] for number in numbers))
            for numbers in self._prefilter.candidates(texts)
        )

    @cached_property
    def _prefilter(self) -> Prefilter:
        return Prefilter([Condition(_need_of_entry(bound)) for bound in self.entries])

    def with_wrappers(self, wrappers: Iterable[SourceRules]) -> SourceRules:
        """The same with the entries of `wrappers` after its own."""
        added = tuple(wrappers)
        if not added:
            return self
        return SourceRules(
            self.id,
            self.name,
            (*self.entries, *(entry for wrapper in added for entry in wrapper.entries)),
            self.content,
            _hash([self.digest, *(wrapper.digest for wrapper in added)]),
        )

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name not in ("compiled", "_prefilter")}

    def __setstate__(self, state: Mapping[str, object]) -> None:
        self.__dict__.update(state)


def _need_of_entry(bound: BoundEntry) -> Need | None:
    """What one of must stand in a document for the entry to do anything: a section needs any one of its markers."""
    entry = bound.entry
    if entry.select:
        return None
    section = (entry.from_ or entry.before or entry.through) if isinstance(entry, DropEntry) else ()
    # Lines of a document are joined by newlines, so that a whole line ends where a word does.
    needs = [need_of(p, anchored_start=True, anchored_end=True) for p in (*entry.line, *section)]
    if section and entry.unit == "text":
        needs = [need_of(p) for p in section]
    needs += [need_of(p) for p in entry.span]
    found: set[str] = set()
    for need in needs:
        if need is None:
            return None
        found |= need
    return frozenset(found)


def _compiled(bound: BoundEntry) -> CompiledEntry:
    entry, name, place = bound.entry, bound.name, bound.entry.place
    section = entry if isinstance(entry, DropEntry) else None
    return CompiledEntry(
        bound,
        Matcher(entry.line, name, place),
        Matcher(entry.span, name, place),
        Matcher(section.from_ if section else (), name, place),
        Matcher(section.before if section else (), name, place),
        Matcher(section.through if section else (), name, place),
    )


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature line that was found: which source it names, and which of the lines it was."""

    id: str
    pattern: str
    line: int


class RuleBook:
    """All rule files, users' own before the built-in ones. Immutable and picklable; indexes are built on first use.

    `tiers` are the files folder by folder, in falling order of precedence: a file replaces every file of the same id in
    later tiers, and a host claimed in an earlier tier is not given to a later one.
    """

    def __init__(self, tiers: Sequence[Sequence[RuleFile]] = ()) -> None:
        self._files: tuple[RuleFile, ...] = ()
        self._tier: dict[str, int] = {}
        kept: list[RuleFile] = []
        for number, tier in enumerate(tiers):
            kept += [file for file in tier if self._tier.get(file.id, number) == number]
            self._tier.update({file.id: number for file in tier if file.id not in self._tier})
        self._files = tuple(kept)
        self._families = {file.id: file for file in kept if file.role is Role.FAMILY}
        self.digest = _hash(f"{self._tier[file.id]} {file.id} {file.digest}" for file in kept)
        # Bound now, so that an unresolved name is an error of loading and not of the first document.
        self._rules = {
            file.place.path: SourceRules(
                file.id,
                file.name,
                bind(file, self._families),
                file.content.select or _inherited_content(file, self._families),
                _hash([file.digest, *(self._families[name].digest for name in file.extends)]),
            )
            for file in kept
            if file.role is not Role.PACK
        }

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if not name.startswith("_index")}

    def __iter__(self) -> Iterator[RuleFile]:
        """Every file, for lists and checks, in order of precedence."""
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that can be asked for by name, sorted: sources, families and wrappers."""
        return tuple(sorted({file.id for file in self._files if file.role is not Role.PACK}))

    def files(self, id: str) -> tuple[RuleFile, ...]:
        """The files with this id: more than one where a source has dated rules."""
        return tuple(file for file in self._files if file.id == id)

    def file_for(self, id: str, on: date | None = None) -> RuleFile | None:
        """Of the files with this id, the one for documents captured `on`; without a date, the newest.

        A date that no file is for gives the file nearest to it: a page of last week beats no rules at all.
        """
        files = [file for file in self.files(id) if file.role is not Role.PACK and file.status != "retired"]
        return min(files, key=lambda file: _distance(file, on), default=None)

    def source(self, id: str, on: date | None = None) -> SourceRules | None:
        """The rules of the source (or family, or wrapper) `id` for a document captured `on`, if there are any."""
        file = self.file_for(id, on)
        return None if file is None else self._rules[file.place.path]

    def rules_of(self, file: RuleFile) -> SourceRules:
        """The rules that `file` itself stands for, whatever its dates and status."""
        return self._rules[file.place.path]

    def precedence_of(self, file: RuleFile) -> int:
        """Which of the loaded folders `file` comes from, the first being 0: a lower number wins."""
        return self._tier[file.id]

    def pinned(self, file: RuleFile) -> RuleBook:
        """A book in which `file` is the only one of its id, and stable: what its examples are run with.

        The book itself where that is so already.
        """
        if file.status == "stable" and len(self.files(file.id)) == 1:
            return self
        tiers: list[list[RuleFile]] = [[] for _ in range(1 + max(self._tier.values(), default=0))]
        for other in self._files:
            if other.id != file.id:
                tiers[self._tier[other.id]].append(other)
        tiers[self._tier[file.id]].append(replace(file, status="stable"))
        return RuleBook(tiers)

    def packs(self, language: str | None) -> PhrasePacks:
        """The phrase packs for a document in `language` (ISO 639-1): that language's and the one for embeds in any."""
        spoken = _PACK_OF.get(language or "", language)
        return self._index_packs.get(spoken or "", self._index_packs[""])

    @property
    def wrappers(self) -> tuple[RuleFile, ...]:
        """Files that apply in addition to a source's."""
        return tuple(file for file in self._files if file.role is Role.WRAPPER and file.status != "retired")

    def by_host(self, host: str) -> str | None:
        """The id of the source that claims `host`, or a parent domain of it by `*.`; the most specific claim wins."""
        labels = host.casefold().rstrip(".").removeprefix("www.").split(".")
        claims = [".".join(labels), *(f"*.{'.'.join(labels[at:])}" for at in range(1, len(labels)))]
        for tier in self._index_hosts:
            for claim in claims:
                for file in tier.get(claim, ()):
                    if not any(claim in _host_keys(file.match.not_hosts) for claim in claims):
                        return file.id
        return None

    def by_site_name(self, name: str) -> str | None:
        """The id of the source that calls itself `name`, case and spaces aside."""
        return self._index_names.get(_folded(name))

    def by_signature(self, lines: Iterable[str], *, text: str | None = None, seconds: float = 1.0) -> Signature | None:
        """The first line that holds a source's signature. Where signatures of two sources are found, none: a text that
        names two publishers is of neither for sure. `text`, all lines in one, spares most documents the lines."""
        if text is not None and not self._may_sign(text, seconds):
            return None
        lines = tuple(lines)
        signatures = self._index_signatures
        candidates = self._index_signature_prefilter.candidates(lines)
        found: Signature | None = None
        for number, line in enumerate(lines):
            for candidate in candidates[number]:
                signature = signatures[candidate]
                if (found is None or found.id != signature.id) and signature.matcher.first(line, seconds):
                    if found is not None:
                        return None
                    found = Signature(signature.id, signature.pattern, number)
        return found

    def _may_sign(self, text: str, seconds: float) -> bool:
        """Whether any signature matches somewhere in a text, its lines stripped as they will be."""
        candidates = self._index_signature_prefilter.anywhere(text)
        if not candidates:
            return False
        bare = "\n".join(map(str.strip, text.split("\n")))
        return any(self._index_signatures[number].matcher.first(bare, seconds) for number in candidates)

    # The indexes. Functions of the files alone; their names begin with `_index`, which keeps them out of pickles.

    @cached_property
    def _index_packs(self) -> Mapping[str, PhrasePacks]:
        """By language; the empty one stands for languages without a pack."""
        packs = [pack_of(file) for file in self._files if file.role is Role.PACK and file.status == "stable"]
        return {
            language: PhrasePacks(tuple(pack for pack in packs if pack.language in (language, ANY_LANGUAGE)))
            for language in sorted({"", *(pack.language for pack in packs)})
        }

    @cached_property
    def _index_hosts(self) -> tuple[Mapping[str, Sequence[RuleFile]], ...]:
        tiers: list[dict[str, list[RuleFile]]] = [{} for _ in range(1 + max(self._tier.values(), default=0))]
        for file in self._sources:
            for host in _host_keys(file.match.hosts):
                tiers[self._tier[file.id]].setdefault(host, []).append(file)
        return tuple(tiers)

    @cached_property
    def _index_names(self) -> Mapping[str, str]:
        names: dict[str, str] = {}
        for file in self._sources:
            for name in file.match.site_names:
                names.setdefault(_folded(name), file.id)
        return names

    @cached_property
    def _index_signatures(self) -> tuple[_CompiledSignature, ...]:
        return tuple(
            _CompiledSignature(file.id, pattern, Matcher([pattern], f"{file.id}: signature", file.match.place))
            for file in self._sources
            for pattern in file.match.signature
        )

    @cached_property
    def _index_signature_prefilter(self) -> Prefilter:
        return Prefilter([Condition(need_of(signature.pattern)) for signature in self._index_signatures])

    @property
    def _sources(self) -> list[RuleFile]:
        return [file for file in self._files if file.role is Role.SOURCE and file.status != "retired"]


@dataclass(frozen=True, slots=True)
class _CompiledSignature:
    id: str
    pattern: str
    matcher: Matcher


def _host_keys(hosts: Iterable[str]) -> tuple[str, ...]:
    return tuple(host.removeprefix("www.") for host in hosts)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _distance(file: RuleFile, on: date | None) -> tuple[int, int]:
    """How far `on` lies outside the file's dates, in days; without a date, how old the file's dates are."""
    first, last = file.match.valid_from or date.min, file.match.valid_until or date.max
    if on is None:
        return (date.max - last).days, (date.max - first).days
    return max((first - on).days, (on - last).days, 0), (last - first).days


def _inherited_content(file: RuleFile, families: Mapping[str, RuleFile]) -> tuple[str, ...]:
    return next((families[name].content.select for name in file.extends if families[name].content.select), ())


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()
