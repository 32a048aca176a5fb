"""The content model out of fold, end to end, beside other extractors on the same pages in the same run.

Usage: python -m bench.content DATA [--weights DIR] [--sample N] [--set NAME] [--mode MODE] [--worst N]

Every page is judged by weights trained without the pages of its registered domain (five folds, fixed seed): the shipped
weights have seen all of them. `--weights DIR` keeps the folds' weights between runs. Text mode cleans the page
flattened by inscriptis, and as a line for every text node; `forms` are the articles' own elements; pages rewritten
as a language without spaces, where a word of the score is what stands between two marks; and pages flattened with all
their scripts and styles. Half-clean text is what
trafilatura leaves when it favours recall, comments in. Figures are macro-averaged over pages, with a 95 % bootstrap
interval of F1; documents a second are of processor time, of one thread.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest import mock

import numpy as np

from bench import train_content
from bench.content_data import FOLDS, fold_of
from bench.content_fragments import article_element
from bench.content_rivals import PAGE_RIVALS, TEXT_RIVALS
from bench.content_shapes import half_clean, inscriptis_layout, line_per_node, with_scripts
from bench.content_unspaced import unspaced, unspaced_text
from bench.data import SETS, Page, load_pages
from bench.scores import Score, SnippetCount, count_snippets, macro, word_score
from cleaner import Cleaner, Config, inputs
from cleaner.inputs.encoding import decode
from cleaner.model import Media, Result
from cleaner.propose.content import judgement
from cleaner.propose.content.model import ContentModel, read_model

_RESAMPLES = 1000
_FELL = (0.02, 0.10)
"""Falls in F1 that are counted on half-clean text."""


@dataclass(slots=True)
class Run:
    """One extractor over one set of pages in one form."""

    name: str
    scores: dict[str, Score] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    wanted: list[SnippetCount] = field(default_factory=list)
    unwanted: list[SnippetCount] = field(default_factory=list)
    why: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    def take(self, page: Page, extract: Callable[[], str]) -> str:
        """Run `extract` against the clock and score what it gives; an extractor that raises gives nothing."""
        start = time.process_time()
        try:
            text = extract()
        except Exception as error:  # whatever an extractor makes of a broken page counts as nothing found, and is told
            self.why[page.id] = f"failed: {error!r}"
            text = ""
        self.seconds += time.process_time() - start
        self.scores[page.id] = word_score(text, page.gold)
        self.wanted.append(count_snippets(text, page.with_snippets))
        self.unwanted.append(count_snippets(text, page.without_snippets))
        return text

    def line(self) -> str:
        """The figures as one line."""
        mean = macro(list(self.scores.values()))
        low, high = interval([score.f1 for score in self.scores.values()])
        return (
            f"  {self.name:14} F1 {mean.f1:.4f} [{low:.4f}, {high:.4f}]  precision {mean.precision:.4f}  "
            f"recall {mean.recall:.4f}  with {rate(self.wanted)}  without {rate(self.unwanted)}  "
            f"{len(self.scores) / max(self.seconds, 1e-9):.1f} documents/s"
        )


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of the mean."""
    random = np.random.default_rng(0)
    array = np.asarray(values)
    means = array[random.integers(0, len(array), (_RESAMPLES, len(array)))].mean(axis=1)
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def rate(counts: Sequence[SnippetCount]) -> str:
    """The share of all snippets that were found."""
    total = sum(count.total for count in counts)
    return f"{sum(count.found for count in counts) / total:.3f}" if total else "-"


@contextmanager
def using(models: dict[str, ContentModel]) -> Iterator[None]:
    """Clean with these weights instead of the shipped ones."""
    with mock.patch.object(judgement, "load_model", models.__getitem__):
        yield


def fold_models(data: Path, folder: Path) -> list[dict[str, ContentModel]]:
    """The weights of each fold, trained where `folder` does not hold them yet."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [{name: folder / f"{name}.{fold}.npz" for name in ("html", "text")} for fold in range(FOLDS)]
    if not all(path.exists() for fold in paths for path in fold.values()):
        trainers = train_content.trainers(data)
        for fold, named in enumerate(paths):
            for name, path in named.items():
                train_content.write(trainers.model(name, fold), path)
    return [{name: read_model(path) for name, path in fold.items()} for fold in paths]


def clean_with(cleaner: Cleaner, run: Run, page: Page, data: bytes | str, media: Media) -> str:
    """Our text of one page in one form."""
    result: Result | None = None

    def extract() -> str:
        nonlocal result
        result = cleaner.clean(data, id=page.id, media=media)
        return result.text

    text = run.take(page, extract)
    if result is not None:
        run.languages[page.id] = result.meta.language or "?"
        run.why[page.id] = reason(result, page.gold)
    return text


def reason(result: Result, gold: str) -> str:
    """The longest stretch that was cut though it is gold, and the longest line that stayed though it is not."""
    folded = " ".join(gold.split())
    cut = [" ".join(e.span.of(result.document.text).split()) for e in result.edits if e.is_removal]
    lost = max((text for text in cut if text[:60] in folded), key=len, default="")
    lines = [" ".join(line.split()) for line in result.text.splitlines()]
    left = max((line for line in lines if line[:60] not in folded), key=len, default="")
    return f"lost {len(lost.split())} words {lost[:50]!r}; left {len(left.split())} words {left[:50]!r}"


def compare_pages(
    pages: Sequence[Page], cleaner: Cleaner, models: Sequence[dict[str, ContentModel]], worst: int
) -> None:
    """HTML: ours and the rivals'."""
    ours, best = Run("cleaner"), Run("cleaner best")
    surest = Cleaner(config=Config(quality="best"))
    rivals = {name: Run(name) for name in PAGE_RIVALS}
    for page in pages:
        data = page.html()
        with using(models[fold_of(page.url or page.id)]):
            clean_with(cleaner, ours, page, data, "html")
            clean_with(surest, best, page, data, "html")
        for name, extract in PAGE_RIVALS.items():
            rivals[name].take(page, lambda extract=extract, data=data: extract(data))  # type: ignore[misc]
    for run in (ours, best, *rivals.values()):
        print(run.line())
    by_language = defaultdict(list)
    for page_id, score in ours.scores.items():
        by_language[ours.languages.get(page_id, "?")].append((score.f1, rivals["trafilatura"].scores[page_id].f1))
    for language, pairs in sorted(by_language.items(), key=lambda item: (-len(item[1]), item[0])):
        mine, theirs = np.mean(pairs, axis=0)
        print(f"    {language:4} {len(pairs):4} pages  F1 {mine:.4f}  trafilatura {theirs:.4f}")
    for page_id, score in sorted(ours.scores.items(), key=lambda item: (item[1].f1, item[0]))[:worst]:
        theirs = rivals["trafilatura"].scores[page_id].f1
        print(f"    {page_id:28} F1 {score.f1:.3f}  trafilatura {theirs:.3f}  {ours.why.get(page_id, '')}")


def compare_forms(pages: Sequence[Page], cleaner: Cleaner, models: Sequence[dict[str, ContentModel]]) -> None:
    """Articles given as their own element, pages rewritten as a language without spaces, and flattened with scripts."""
    element = {name: Run(name) for name in ("cleaner", "trafilatura")}
    solid = {name: Run(name) for name in ("cleaner", "trafilatura")}
    for page in pages:
        document = inputs.read(page.html(), media="html", url=page.url)
        forms = [(solid, replace(page, gold=unspaced_text(page.gold)), unspaced(decode(page.html(), html=True).text))]
        if fragment := article_element(page, document):
            forms.append((element, page, fragment))
        for runs, given, html in forms:
            with using(models[fold_of(page.url or page.id)]):
                clean_with(cleaner, runs["cleaner"], given, html, "html")
            runs["trafilatura"].take(
                given,
                lambda html=html: PAGE_RIVALS["trafilatura"](html.encode()),  # type: ignore[misc]
            )
    for title, runs in (("the article's own element", element), ("rewritten without spaces", solid)):
        print(f" html: {title}")
        for run in runs.values():
            print(run.line())
    _compare_shape("text: a line a text, scripts among them", with_scripts, pages, cleaner, models)


def compare_texts(pages: Sequence[Page], cleaner: Cleaner, models: Sequence[dict[str, ContentModel]]) -> None:
    """Flat text in two shapes, gold bodies, half-clean text, and a second cleaning of the first one's output."""
    for shape, flatten in (("inscriptis", inscriptis_layout), ("line a node", line_per_node)):
        _compare_shape(f"text: {shape}", flatten, pages, cleaner, models)
    _already_clean(pages, cleaner, models)
    _half_clean(pages, cleaner, models)


def _compare_shape(
    title: str,
    flatten: Callable[[str], str],
    pages: Sequence[Page],
    cleaner: Cleaner,
    models: Sequence[dict[str, ContentModel]],
) -> None:
    print(f" {title}")
    runs = {name: Run(name) for name in ("cleaner", *TEXT_RIVALS)}
    for page in pages:
        text = flatten(decode(page.html(), html=True).text)
        with using(models[fold_of(page.url or page.id)]):
            clean_with(cleaner, runs["cleaner"], page, text, "text")
        for name, extract in TEXT_RIVALS.items():
            runs[name].take(page, lambda extract=extract, text=text: extract(text))  # type: ignore[misc]
    for run in runs.values():
        print(run.line())


def _already_clean(pages: Sequence[Page], cleaner: Cleaner, models: Sequence[dict[str, ContentModel]]) -> None:
    kept = total = again = before = 0
    heavy: list[str] = []
    for page in pages:
        with using(models[fold_of(page.url or page.id)]):
            result = cleaner.clean(page.gold, media="text")
            first = cleaner.clean(page.html(), media="html").text
            second = cleaner.clean(first, media="text").text
        words, left = len(page.gold.split()), len(result.text.split())
        total, kept = total + words, kept + left
        before, again = before + len(first.split()), again + len(second.split())
        if left < 0.95 * words and result.status != "suspect":
            heavy.append(f"{page.id} ({left} of {words})")
    share = 100 * kept / max(total, 1)
    print(f" gold as text: {share:.3f} % of words kept; over 5 % lost: {', '.join(heavy) or 'none'}")
    print(f" second pass: {100 * (before - again) / max(before, 1):.3f} % of words lost")


def _half_clean(pages: Sequence[Page], cleaner: Cleaner, models: Sequence[dict[str, ContentModel]]) -> None:
    given, ours = Run("as given"), Run("cleaner")
    for page in pages:
        text = half_clean(decode(page.html(), html=True).text)
        given.take(page, lambda text=text: text)  # type: ignore[misc]
        with using(models[fold_of(page.url or page.id)]):
            clean_with(cleaner, ours, page, text, "text")
    print(" half-clean text")
    print(given.line())
    print(ours.line())
    for fall in _FELL:
        fell = [
            f"{key} ({given.scores[key].f1:.3f} to {score.f1:.3f}; {ours.why.get(key, '')})"
            for key, score in ours.scores.items()
            if score.f1 < given.scores[key].f1 - fall
        ]
        print(f"  fell by over {fall:.2f}: {len(fell)} of {len(ours.scores)} {'; '.join(fell[:20])}")


def main() -> None:
    """Read the arguments and print the comparisons."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", type=Path, default=Path("build/content-folds"), help="the folds' weights")
    parser.add_argument("--sample", type=int, help="that many pages of each set")
    parser.add_argument("--set", choices=SETS, action="append", help="only this set; repeatable")
    parser.add_argument("--worst", type=int, default=10, help="print that many of our worst pages")
    parser.add_argument("--mode", choices=("html", "forms", "text"), action="append", help="only this; repeatable")
    arguments = parser.parse_args()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    models = fold_models(arguments.data, arguments.weights)
    print(f"weights out of fold: {FOLDS} folds by registered domain; no page is judged by weights that saw its domain")
    cleaner = Cleaner()
    for name in arguments.set or SETS:
        pages = load_pages(arguments.data, name, arguments.sample)
        print(f"{name}: {len(pages)} pages")
        if "html" in (arguments.mode or ["html"]):
            compare_pages(pages, cleaner, models, arguments.worst)
        if "forms" in (arguments.mode or ["forms"]):
            compare_forms(pages, cleaner, models)
        if "text" in (arguments.mode or ["text"]):
            compare_texts(pages, cleaner, models)


if __name__ == "__main__":
    main()
