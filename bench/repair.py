"""The dropped-letter repair, held against text that was damaged on purpose.

    python -m bench.repair DATA [--tables FOLDER] [--articles N] [--fifth K]

DATA holds `wcxb-dev-article/` and `fundus-a/`. The articles' gold text is corrupted in every way that scrapers
corrupt it, and the repair's edits are held against what stood there. Sites are split in two. The tables are counted
and the weights fitted on half b (built into FOLDER where they are not there yet, which takes some minutes), and the
thresholds and rules were chosen by looking at half b's errors; everything printed is of half a. The tables that ship
are counted on all sites: with `--fifth` they are counted on four fifths of them, and the fifth K (0 to 4) judges. A
word that
deletion takes away wholly ("ad" itself) is no part of the recall: nothing is left to repair; nor is one in an address,
a handle or a name of code, which the repair leaves alone. Beside it, where they are installed: autocorrect and
symspellpy.
"""

from __future__ import annotations

import argparse
import gzip
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import gettempdir

import regex

from bench import train_repair
from bench.repair_damage import LIGATURES, Damaged, Score, cut, delete, score
from bench.repair_data import Gold, gold_articles, news_articles
from cleaner import inputs
from cleaner.config import Config
from cleaner.kinds import Kind
from cleaner.model import Document, Edit, Metadata, Origin
from cleaner.propose.repairs.dropped_letters import build_profile, find, gate
from cleaner.propose.repairs.dropped_letters.language_model import LanguageModel, is_nonword
from cleaner.propose.repairs.dropped_letters.profile import Profile
from cleaner.spans import Span

UNKNOWN = ("er", "in", "con", "ment", "sta", "ver", "pro", "ight", "all", "ous", "com", "ap")
"""Strings that are on no list: two to four letters, frequent and less so."""

SHORT = 300
BATCH = 10
PEER_WORDS = 20_000
"""Words that the slow peers are tried on."""

Repairer = Callable[[Document], Sequence[Edit]]
_WORD = regex.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FOREIGN = regex.compile(r"(?![a-zA-Z])[^\W\d_]")


@dataclass
class Tally:
    """The scores of one case: all, results that are no words, results that are; and the time."""

    every: Score = field(default_factory=Score)
    nonwords: Score = field(default_factory=Score)
    words: Score = field(default_factory=Score)
    documents: int = 0
    found: int = 0
    seconds: float = 0.0

    def add(self, damaged: Damaged, edits: Sequence[Edit], seconds: float, model: LanguageModel) -> None:
        """Hold the `edits` of one document against the truth."""
        odd = frozenset(i for i, t in enumerate(damaged.truths) if is_nonword(damaged.text[t.start : t.end], model))
        plain = frozenset(range(len(damaged.truths))) - odd
        of_odd = [edit for edit in edits if is_nonword(edit.span.of(damaged.text), model)]
        of_plain = [edit for edit in edits if edit not in of_odd]
        self.every += score(damaged, edits)
        self.nonwords += score(replace(damaged, truths=tuple(damaged.truths[i] for i in sorted(odd))), of_odd)
        self.words += score(replace(damaged, truths=tuple(damaged.truths[i] for i in sorted(plain))), of_plain)
        self.documents += 1
        self.found += bool(edits)
        self.seconds += seconds

    def line(self, name: str) -> str:
        """One row of the table."""
        every, odd, plain = self.every, self.nonwords, self.words
        speed = every.words / max(self.seconds, 1e-9)
        wrong = every.wrong / max(1, every.words) * 1e6
        return (
            f"{name:28} {self.documents:5} {every.recall:7.3f} {every.precision:8.4f} {odd.recall:9.3f}"
            f" {odd.precision:7.4f} {plain.recall:8.3f} {plain.precision:7.4f} {wrong:9.0f} {every.in_intact:6}"
            f" {speed:10.0f}"
        )


HEAD = (
    f"{'case':28} {'docs':>5} {'recall':>7} {'precis.':>8} {'nonword R':>9} {'P':>7} {'word R':>8} {'P':>7}"
    f" {'wrong/M':>9} {'intact':>6} {'words/s':>10}"
)


def run(name: str, damages: Iterable[Damaged], repairer: Repairer, model: LanguageModel) -> Score:
    """Repair each text, print a row."""
    tally = Tally()
    for at, damaged in enumerate(damages):
        if not damaged.truths:
            continue
        document = Document(str(at), "text", damaged.text, ())
        begun = time.process_time()
        edits = repairer(document)
        tally.add(damaged, edits, time.process_time() - begun, model)
    print(tally.line(name), flush=True)
    return tally.every


def ours(tables: Path, profile: Profile | None = None, url: str | None = None) -> Repairer:
    """The repair, with the tables in a folder."""

    def repair(document: Document) -> Sequence[Edit]:
        found = find.find(replace(document, url=url), Config(), profile, tables)
        return found.edits if found else ()

    return repair


def by_word(correct: Callable[[str], str]) -> Repairer:
    """A corrector of single words as a repairer."""
    origin = Origin("repair", "peer")

    def repair(document: Document) -> Sequence[Edit]:
        edits = []
        for match in _WORD.finditer(document.text):
            better = correct(match.group())
            if better != match.group() and better:
                edits.append(Edit(Span(*match.span()), Kind.REPAIR, origin, better))
        return edits

    return repair


def peers() -> list[tuple[str, Repairer]]:
    """The spelling correctors that are installed."""
    found: list[tuple[str, Repairer]] = []
    try:
        from autocorrect import Speller  # noqa: PLC0415

        found.append(("autocorrect", by_word(Speller(lang="en"))))
    except ImportError:
        print("autocorrect is not installed: left out")
    try:
        import symspellpy  # noqa: PLC0415

        speller = symspellpy.SymSpell()
        folder = Path(symspellpy.__file__).parent
        speller.load_dictionary(str(folder / "frequency_dictionary_en_82_765.txt"), 0, 1, encoding="utf-8-sig")

        def look_up(word: str) -> str:
            best = speller.lookup(word, symspellpy.Verbosity.TOP, include_unknown=True, transfer_casing=True)
            return str(best[0].term)

        found.append(("symspellpy", by_word(look_up)))
    except ImportError:
        print("symspellpy is not installed: left out")
    return found


def first_words(text: str, number: int = SHORT) -> str:
    """The first `number` words of `text`, spacing kept."""
    match = regex.match(rf"\s*(?:\S+\s+){{0,{number - 1}}}\S+", text)
    return match.group() if match else text


def second_half(text: str) -> list[tuple[int, int]]:
    """The second half of `text`, from a paragraph's or a word's edge on."""
    middle = text.find("\n", len(text) // 2)
    if middle < 0 or middle > len(text) * 0.7:
        middle = text.find(" ", len(text) // 2)
    return [(max(middle, 0), len(text))]


def capless(text: str) -> Damaged:
    """`text` without the first letter of its first word."""
    match = _WORD.search(text)
    if not match or len(match.group()) < 2 or not match.group()[0].isupper() or text[: match.start()].strip():
        return Damaged(text, ())
    return cut(text, [(match.start(), match.start() + 1)])


def told_elsewhere(damaged: Damaged, whole: Iterable[str]) -> Damaged:
    """`damaged` with those words as its truth that stand in `whole`; the others are beyond repair. A genitive is its
    word; mojibake is none."""
    bare = [replace(t, was=t.was[:-2], end=t.end - 2) if t.was[-2:] in ("'s", "’s") else t for t in damaged.truths]
    words = {word.removesuffix("'s").removesuffix("’s") for word in whole}
    truths = [t for t in bare if t.was in words and t.end - t.start >= 4 and t.was[-1] not in "âÂÃ"]
    return replace(damaged, truths=tuple(truths), beyond=tuple(t for t in bare if t not in truths))


def without_foreign(text: str) -> Damaged:
    """`text` whose second half lost every letter outside ASCII. The truth: what the first half holds whole."""
    ((start, end),) = second_half(text)
    damaged = cut(text, [m.span() for m in _FOREIGN.finditer(text, start, end)], [(start, end)])
    return told_elsewhere(damaged, _WORD.findall(text[:start]))


def foreign_by_title(name: str, articles: Sequence[Gold], tables: Path, model: LanguageModel) -> Score:
    """Texts that lost every letter outside ASCII. The truth: the words that stand whole in the title."""
    tally, repairer = Tally(), ours(tables)
    for article in articles:
        damaged = cut(article.text, [m.span() for m in _FOREIGN.finditer(article.text)])
        damaged = told_elsewhere(damaged, _WORD.findall(article.title))
        if damaged.truths:
            document = Document(article.id, "text", damaged.text, (), meta=Metadata(title=article.title))
            tally.add(damaged, repairer(document), 0.0, model)
    print(tally.line(name), flush=True)
    return tally.every


def foreign_by_profile(name: str, articles: Sequence[Gold], tables: Path, model: LanguageModel) -> Score:
    """Second halves of texts that lost every letter outside ASCII, with a profile of the first halves. The truth: the
    words that stand whole there."""
    tally = Tally()
    for article in articles:
        ((start, end),) = second_half(article.text)
        before, after = article.text[:start], article.text[start:end]
        damaged = cut(after, [m.span() for m in _FOREIGN.finditer(after)])
        damaged = told_elsewhere(damaged, _WORD.findall(before))
        if damaged.truths:
            url = f"https://source{article.id}.example/"
            profile = build_profile.build([Document("a", "text", before, (), url=url)], tables)
            tally.add(damaged, ours(tables, profile, url)(Document("b", "text", damaged.text, ())), 0.0, model)
    print(tally.line(name), flush=True)
    return tally.every


def pooled(name: str, texts: Sequence[str], strings: tuple[str, ...], tables: Path, model: LanguageModel) -> None:
    """Batches of ten texts of one source, with the profile of the batch."""
    tally = Tally()
    for at in range(0, len(texts) - BATCH + 1, BATCH):
        url = f"https://source{at}.example/"
        batch = [delete(text, strings) for text in texts[at : at + BATCH]]
        documents = [Document(str(i), "text", damaged.text, (), url=url) for i, damaged in enumerate(batch)]
        profile = build_profile.build(documents, tables)
        repairer = ours(tables, profile, url)
        for damaged, document in zip(batch, documents, strict=True):
            if damaged.truths:
                begun = time.process_time()
                edits = repairer(document)
                tally.add(damaged, edits, time.process_time() - begun, model)
    print(tally.line(name), flush=True)


def clean(name: str, documents: Sequence[Document], repairer: Repairer) -> None:
    """Text that nothing was deleted from: every edit is wrong."""
    words = sum(len(document.text.split()) for document in documents)
    begun = time.process_time()
    edits = [(document, edit) for document in documents for edit in repairer(document)]
    seconds = time.process_time() - begun
    rate = len(edits) / max(words, 1) * 1e6
    speed = words / max(seconds, 1e-9)
    print(
        f"{name:28} {len(documents):5} {words:9} words, {len(edits)} false edits ({rate:.1f} per million),"
        f" {speed:.0f} words/s",
        flush=True,
    )
    for document, edit in edits[:8]:
        print(f"    {document.id}: {edit.span.of(document.text)!r} -> {edit.replacement!r}")


def pages(data: Path, every: int) -> list[Document]:
    """Whole pages, flattened: menus, lists, code, every language."""
    paths = sorted((data / "wcxb-dev-article" / "html").glob("*.html.gz"))[::every]
    return [inputs.read(gzip.decompress(path.read_bytes()), id=path.stem, media="html") for path in paths]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--tables", type=Path, help="where the tables are, or are written")
    parser.add_argument("--fifth", type=int, choices=range(5), help="judge by this fifth of the sites, not by half a")
    parser.add_argument("--articles", type=int, default=150, help="articles for the long cases")
    parser.add_argument("--pages", type=int, default=4, help="one page in so many is tried whole")
    chosen = parser.parse_args()
    data, fifth = chosen.data, chosen.fifth
    counted = "half b" if fifth is None else f"all but fifth {fifth}"
    tables = chosen.tables or Path(gettempdir()) / f"cleaner-repair-{counted.replace(' ', '-')}"
    if not (tables / "context.bin").exists():
        train_repair.train(data, tables, "b" if fifth is None else None, without=fifth)
    scorer, model = find.load_scorer(tables), find.load_scorer(tables).model
    gate.load(tables / "gate.bin")
    del scorer
    held_out = [a for a in gold_articles(data) if (a.half == "a" if fifth is None else a.fifth == fifth)]
    some = held_out[:: max(1, len(held_out) // chosen.articles)]
    texts = [article.text for article in some]
    short = [first_words(article.text) for article in held_out]
    repairer = ours(tables)
    print(f"tables of {counted} ({tables}); {len(held_out)} other articles, {len(some)} of them in the long cases\n")
    clean("clean: articles", [Document(a.id, "text", a.text, ()) for a in held_out], repairer)
    clean("clean: 300 words", [Document(a.id, "text", first_words(a.text), ()) for a in held_out], repairer)
    news = [Document(a.id, "text", a.text, (), meta=Metadata(title=a.title)) for a in news_articles(data)]
    clean("clean: news, every language", news, repairer)
    clean("clean: whole pages", pages(data, chosen.pages), repairer)
    print("\n" + HEAD)
    run('"ad"', (delete(t, ("ad",)) for t in texts), repairer, model)
    run('"ad", any case', (delete(t, ("ad",), any_case=True) for t in texts), repairer, model)
    run('"ad", half-damaged', (delete(t, ("ad",), inside=second_half(t)) for t in texts), repairer, model)
    run('"ad", 300 words alone', (delete(t, ("ad",)) for t in short), repairer, model)
    pooled('"ad", 300 words pooled', short, ("ad",), tables, model)
    for string in ("fi", "ff", "fl", "ads", "ti", "th"):
        run(f'"{string}"', (delete(t, (string,)) for t in texts), repairer, model)
    run("all ligatures", (delete(t, LIGATURES) for t in texts), repairer, model)
    for string in ("fl", "ads"):
        pooled(f'"{string}", 300 words pooled', short, (string,), tables, model)
        pooled(f'"{string}", pooled', texts, (string,), tables, model)
    total = Score()
    for string in UNKNOWN:
        total += run(f'unknown: "{string}"', (delete(t, (string,)) for t in texts[::3]), repairer, model)
    print(f"{'unknown strings together':34} {total.recall:7.3f} {total.precision:8.4f}")
    run("drop cap", (capless(article.text) for article in held_out), repairer, model)
    run("non-ASCII, half of a text", (without_foreign(article.text) for article in held_out), repairer, model)
    foreign_by_title("non-ASCII, by the title", held_out, tables, model)
    foreign_by_profile("non-ASCII, by a profile", held_out, tables, model)
    words = 0
    sample: list[str] = []
    for text in texts:
        if words < PEER_WORDS:
            sample.append(text)
            words += len(text.split())
    print()
    for name, peer in peers():
        run(f'{name}: "ad"', (delete(t, ("ad",)) for t in sample), peer, model)
        clean(f"{name}: clean", [Document(str(i), "text", t, ()) for i, t in enumerate(sample)], peer)


if __name__ == "__main__":
    main()
