"""Runs the examples of rule files: does each do what it says, and nothing else?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

from cleaner import inputs
from cleaner.config import Config
from cleaner.model import Capture, Keep, Media, Result, Settled
from cleaner.pipeline import Cleaner
from cleaner.propose import Context
from cleaner.propose.from_rules import FromRules
from cleaner.propose.units import Units
from cleaner.propose.views import views_of
from cleaner.rules import RuleBook, RuleFile
from cleaner.rules.phrases import pack_of
from cleaner.rules.schema import ExampleEntry, Place, Role
from cleaner.sources import rules_for

_SHOWN_WORDS = 12
"""Words of a difference that a report shows."""


class Cleans(Protocol):
    """What examples are run through: `Cleaner.clean`, or anything that is called alike."""

    def __call__(self, data: str, *, url: str | None, media: Media | None, source: str | None, id: str) -> Result: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one example: `problems` is empty where it passed."""

    file_id: str
    title: str
    place: Place
    problems: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the example did what it says."""
        return not self.problems

    def __str__(self) -> str:
        verdict = "passed" if self.passed else "; ".join(self.problems)
        return f"{self.place}: [{self.title}] {verdict}"


def check_book(book: RuleBook, config: Config | None = None, ids: Iterable[str] = ()) -> tuple[Outcome, ...]:
    """Run every example and every phrase of `book`, or of the files with these `ids`, each file as if it alone were
    its source's: dates and `trial` aside. Retired files are left out."""
    wanted = frozenset(ids)
    cleaner = Cleaner(rules=book, config=config)
    found: list[Outcome] = []
    for file in book:
        if (wanted and file.id not in wanted) or file.status == "retired":
            continue
        if file.role is Role.PACK:
            found += check_phrases(file)
            continue
        alone = book.pinned(file)
        clean = cleaner.clean if alone is book else Cleaner(rules=alone, config=config).clean
        found += (check_example(example, file, alone, clean) for example in file.examples)
    return tuple(found)


def check_example(example: ExampleEntry, file: RuleFile, book: RuleBook, clean: Cleans) -> Outcome:
    """Run one example of `file`, with the file's own id as the source, through `clean`, which uses `book`."""
    result = clean(example.before, url=example.url, media=example.media, source=file.id, id=example.title)
    problems: list[str] = []
    if result.status == "failed":
        problems += result.warnings
    expected = _body_of(result) if example.after is None else example.after
    if difference := first_difference(expected, result.text):
        problems.append(difference)
    fired = frozenset(_fired(example, book, result))
    for name in example.fires:
        full = name if "#" in name else f"{file.id}#{name}"
        if full not in fired:
            problems.append(f"'{name}' did not fire")
    for field, value in example.meta.items():
        got = result.title if field == "title" else getattr(result.meta, field, None)
        if got != value:
            problems.append(f"meta.{field} is {got!r}, not {value!r}")
    return Outcome(file.id, example.title, example.place, tuple(problems))


def check_phrases(file: RuleFile) -> Iterator[Outcome]:
    """Each phrase of a pack: its examples hit, its near misses not."""
    pack = pack_of(file)
    for phrase in file.phrases:
        texts = (*phrase.examples, *phrase.near_misses)
        hit = {found.index for found in pack.hits(texts) if found.phrase is phrase}
        problems = [f"does not hit {text!r}" for at, text in enumerate(phrase.examples) if at not in hit]
        first_miss = len(phrase.examples)
        problems += [f"hits {text!r}" for at, text in enumerate(phrase.near_misses, start=first_miss) if at in hit]
        yield Outcome(file.id, phrase.id, phrase.place, tuple(problems))


def first_difference(expected: str, got: str) -> str | None:
    """Where two texts part, white space folded, in words; `None` where they are the same."""
    want, have = expected.split(), got.split()
    if want == have:
        return None
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, want, have, autojunk=False).get_opcodes():
        if tag != "equal":
            before = " ".join(want[max(0, i1 - 3) : i1])
            return f"after {before!r}: expected {_shown(want[i1:i2])}, got {_shown(have[j1:j2])}"
    return None


def _shown(words: list[str]) -> str:
    cut = [*words[:_SHOWN_WORDS], "..."] if len(words) > _SHOWN_WORDS else words
    return repr(" ".join(cut)) if cut else "nothing"


def _body_of(result: Result) -> str:
    """The document's text without its front matter: what a near miss leaves."""
    front = result.document.front_matter
    return result.document.text[front.end if front else 0 :]


def _fired(example: ExampleEntry, book: RuleBook, result: Result) -> Iterator[str]:
    """The full names of the entries that did something: edits that were made, keeps and captures that matched."""
    for edit in result.edits:
        yield edit.origin.name
        yield from (origin.name for origin in edit.also)
    # Keeps and captures leave no edit behind, so the rules are asked once more.
    document = inputs.read(example.before, media=example.media, url=example.url)
    views = views_of(document.text)
    rules = rules_for(document, book, result.source)
    context = Context(document, Config(), views, Units(document, views), source=result.source, rules=rules)
    for proposal in FromRules().propose(context, Settled()):
        if isinstance(proposal, Keep | Capture):
            yield proposal.origin.name
