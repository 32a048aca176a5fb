"""Pages as the content model learns from them: units with features and labels, token counts, folds by registered
domain."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from tld import get_fld

from bench import content_shapes
from bench.content_fragments import article_element, bare
from bench.content_labels import match_words, share_matched, words_of
from bench.content_unspaced import unspaced, without_spaces
from bench.data import Page
from cleaner import inputs
from cleaner.model import Document
from cleaner.propose.content import characters as chars
from cleaner.propose.content import dom_features as dom
from cleaner.propose.content import features, lexicon
from cleaner.spans import Span

Labels = npt.NDArray[np.float32]

FOLDS = 5
SHORT_WORDS = 30
"""Word weights are learned from units up to this length: what a long paragraph says, its shape says already."""
MIN_PAGES = 3
"""A token seen on fewer pages has no weight: it would name its page."""
PRIOR = 1.5
"""Pages of either kind that are assumed to have been seen with every token."""


@dataclass(frozen=True, slots=True)
class TokenCounts:
    """How often tokens stood on pages, and how much of that in content: by hash, in pages."""

    hashes: npt.NDArray[np.uint64]
    content: npt.NDArray[np.float64]
    seen: npt.NDArray[np.float64]

    @classmethod
    def of_none(cls) -> TokenCounts:
        """No tokens."""
        nothing = np.zeros(0)
        return cls(np.zeros(0, dtype=np.uint64), nothing, nothing)


@dataclass(slots=True)
class Sample:
    """One page ready for training: its units, what they are, and how much of the page's score each holds."""

    set_name: str
    id: str
    fold: int
    units: features.Units
    fixed: features.Fixed
    labels: npt.NDArray[np.float32]
    unit_words: list[list[str]]
    gold_words: list[str]
    words: TokenCounts
    pairs: TokenCounts
    names: TokenCounts
    shape: str = "html"
    """Which form of the page this is: `html`, `fragment`, `bare` or `unspaced` (`page_samples`), `long page` or `long`
    (`content_long`), or one of `content_shapes`."""
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def sizes(self) -> npt.NDArray[np.float64]:
        """Words of each unit as the score counts them."""
        return np.array([len(words) for words in self.unit_words], dtype=np.float64)


def fold_of(url: str, folds: int = FOLDS) -> int:
    """The fold of a page: all pages of a registered domain are in one."""
    domain = get_fld(url, fail_silently=True, fix_protocol=True) or url
    return int.from_bytes(hashlib.sha256(domain.encode()).digest()[:4], "big") % folds


def sample_of(page: Page, document: Document, shape: str = "html", known: KnownLabels | None = None) -> Sample:
    """Features, labels and token counts of one page, or of one `shape` of it. `known` spares a second alignment."""
    units = features.read_page(document) if document.media == "html" else features.read_text(document)
    fixed = features.fixed_features(units)
    tokens = [
        words_of(document.text[start:end]) for start, end in zip(units.lines.starts, units.lines.ends, strict=True)
    ]
    labels = (known or KnownLabels()).labels(tokens, page.gold)
    counts = TokenCounts.of_none(), TokenCounts.of_none(), TokenCounts.of_none()
    if shape == "html":  # others hold the same tokens again
        counts = *count_words(units, labels), count_names(units, labels)
    return Sample(
        page.set_name,
        page.id,
        fold_of(page.url or page.id),
        units,
        fixed,
        labels,
        tokens,
        words_of(page.gold),
        *counts,
        shape,
    )


class KnownLabels:
    """The alignments made of one page: shapes that hold the same words in the same order share theirs."""

    def __init__(self) -> None:
        self._matched: dict[int, tuple[list[str], npt.NDArray[np.bool_]]] = {}

    def labels(self, tokens: list[list[str]], gold: str) -> Labels:
        """The share of gold words of each unit."""
        flat = [token for unit in tokens for token in unit]
        found = self._matched.get(len(flat))
        if found is None or found[0] != flat:
            found = (flat, match_words(tokens, gold))
            self._matched[len(flat)] = found
        return share_matched(tokens, found[1])


def page_samples(page: Page, html: str) -> Iterator[Sample]:
    """One page, whose decoded source is `html`, as it is and in the forms that fall to it: its article's element alone,
    as feeds give it, its gold as bare paragraphs, and rewritten without spaces, with the same labels."""
    drawn = hashlib.sha256(page.id.encode()).digest()
    document = inputs.read(html, media="html", url=page.url)
    sample = sample_of(page, document)
    yield sample
    if drawn[4] % _EVERY == 0 and (fragment := article_element(page, document)):
        yield sample_of(page, inputs.read(fragment, media="html"), "fragment")
    if drawn[6] % _BARE_EVERY == 0:
        clean = sample_of(page, inputs.read(bare(page.gold), media="html"), "bare")
        yield replace(clean, labels=np.ones_like(clean.labels))
    if drawn[7] % _UNSPACED_EVERY == 0:
        solid = inputs.read(unspaced(html), media="html", url=page.url)
        made = sample_of(page, solid, "unspaced")
        if len(made.labels) == len(sample.labels):  # every block is one block there
            words = [["word"] * round(float(count)) for count in made.units.lines.words]
            yield replace(made, labels=sample.labels, unit_words=words)


def text_samples(page: Page, html: str) -> Iterator[Sample]:
    """One page in the shapes of flat text that fall to it, and its gold as text.

    Every page comes laid out, a line for a node, and half-clean; of the other shapes each page takes a part, drawn by
    its id.
    """
    drawn = hashlib.sha256(page.id.encode()).digest()[0]
    known = KnownLabels()
    for number, (shape, flatten) in enumerate(content_shapes.SHAPES.items()):
        if shape not in _ALWAYS and (drawn + number) % _EVERY:
            continue
        text = flatten(html)
        if text.strip():
            flat = inputs.read(text, media="markdown" if shape == "markdown" else "text")
            yield sample_of(page, flat, shape, known)
    for shape, text in content_shapes.gold_shapes(page.gold).items():
        sample = sample_of(page, inputs.read(text, media="text"), shape, known)
        yield replace(sample, labels=np.ones_like(sample.labels))
    if drawn % _UNSPACED_EVERY == 0:
        lines = _solid_lines(content_shapes.inscriptis_layout(html))
        labels = known.labels([words_of(line) for line in lines], page.gold)
        yield _unspaced(page, lines, labels, "unspaced")
        lines = _solid_lines(page.gold)
        yield _unspaced(page, lines, np.ones(len(lines), dtype=np.float32), "gold unspaced")


def _solid_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if without_spaces(line).strip()]


def _unspaced(page: Page, lines: list[str], labels: Labels, shape: str) -> Sample:
    """A sample of `lines` rewritten as a language without spaces; each unit has the label of its line."""
    text = "\n".join(without_spaces(line) for line in lines)
    sample = sample_of(page, inputs.read(text, media="text"), shape, KnownLabels())
    words = [["word"] * round(float(count)) for count in sample.units.lines.words]
    return replace(sample, labels=labels[sample.units.owner], unit_words=words)


_ALWAYS = frozenset({"inscriptis", "node", "half-clean"})
_EVERY = 2
_BARE_EVERY = 3
_UNSPACED_EVERY = 6


def count_words(units: features.Units, labels: npt.NDArray[np.float32]) -> tuple[TokenCounts, TokenCounts]:
    """Tokens and pairs of tokens of short units, by how often these were content."""
    lines = units.lines
    short = (lines.words <= SHORT_WORDS)[lines.unit_of_token]
    value = labels[lines.unit_of_token].astype(np.float64)
    hashes = lines.reading.hashes
    joined = short[:-1] & (lines.unit_of_token[1:] == lines.unit_of_token[:-1])
    pairs = chars.pair_hashes(hashes[:-1], hashes[1:])
    return _by_token(hashes[short], value[short]), _by_token(pairs[joined], value[:-1][joined])


def count_names(units: features.Units, labels: npt.NDArray[np.float32]) -> TokenCounts:
    """Tokens of class, id and role names, by the share of content in the elements that bear them."""
    tree = units.tree
    if tree is None:
        return TokenCounts.of_none()
    words = units.lines.words.astype(np.float64)
    held = dom.running(words)
    good = dom.running(words * labels)
    inline = np.zeros(len(tree.tags))
    inline_good = np.zeros(len(tree.tags))
    np.add.at(inline, tree.inline, words)
    np.add.at(inline_good, tree.inline, words * labels)
    everything = np.arange(len(tree.tags))
    mass = dom.total(held, tree, everything)
    is_inline = (mass == 0) & (inline > 0)
    content = np.where(is_inline, inline_good, dom.total(good, tree, everything))
    mass = np.where(is_inline, inline, mass)
    weight = np.sqrt(mass)
    names = int(tree.naming.max()) + 1
    weights = np.bincount(tree.naming, weights=weight, minlength=names).astype(np.float64)
    shares = np.bincount(tree.naming, weights=weight * content / np.maximum(mass, 1e-9), minlength=names)
    owner = tree.name_owner[weights[tree.name_owner] > 0]
    hashes = tree.name_hashes[weights[tree.name_owner] > 0]
    return _by_token(hashes, shares[owner] / weights[owner], weights[owner])


def _by_token(
    hashes: npt.NDArray[np.uint64], value: npt.NDArray[np.float64], weight: npt.NDArray[np.float64] | None = None
) -> TokenCounts:
    """One vote a page and token: the mean value of its occurrences."""
    if weight is None:
        weight = np.ones(len(hashes))
    unique, inverse = np.unique(hashes, return_inverse=True)
    mass = np.bincount(inverse, weights=weight, minlength=len(unique))
    content = np.bincount(inverse, weights=weight * value, minlength=len(unique)) / np.maximum(mass, 1e-9)
    return TokenCounts(unique, content, np.ones(len(unique)))


def merge(counts: Iterable[TokenCounts]) -> TokenCounts:
    """The sum of counts."""
    every = list(counts)
    hashes = np.concatenate([count.hashes for count in every])
    unique, inverse = np.unique(hashes, return_inverse=True)
    content = np.bincount(inverse, np.concatenate([count.content for count in every]), len(unique))
    seen = np.bincount(inverse, np.concatenate([count.seen for count in every]), len(unique))
    return TokenCounts(unique, content.astype(np.float64), seen.astype(np.float64))


def lexicon_of(counts: TokenCounts, bits: int, min_pages: int = MIN_PAGES) -> lexicon.Lexicon:
    """Log-odds of content against the rate of all tokens, shrunk towards none."""
    common = counts.seen >= min_pages
    content, seen = counts.content[common], counts.seen[common]
    rate = float(content.sum() / max(seen.sum(), 1))
    rate = min(max(rate, 0.05), 0.95)
    odds = np.log((content + PRIOR * rate) / (seen - content + PRIOR * (1 - rate))) - np.log(rate / (1 - rate))
    keys = counts.hashes[common].tolist()
    return lexicon.build(dict(zip(keys, odds.tolist(), strict=True)), bits, dict(zip(keys, seen.tolist(), strict=True)))


WORD_BITS, PAIR_BITS, NAME_BITS = 15, 16, 14


class FoldLexicons:
    """Lexicons of all pages outside given folds, made once each."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self._by_fold: dict[str, dict[int, TokenCounts]] = {}
        for kind in ("words", "pairs", "names"):
            self._by_fold[kind] = {
                fold: merge(getattr(sample, kind) for sample in samples if sample.fold == fold)
                for fold in sorted({sample.fold for sample in samples})
            }
        self._made: dict[frozenset[int], features.Lexicons] = {}

    def without(self, *folds: int) -> features.Lexicons:
        """The lexicons learned from every fold but `folds`."""
        key = frozenset(folds)
        if key not in self._made:
            made = {}
            for kind, bits in (("words", WORD_BITS), ("pairs", PAIR_BITS), ("names", NAME_BITS)):
                counts = merge(count for fold, count in self._by_fold[kind].items() if fold not in key)
                made[kind] = lexicon_of(counts, bits)
            self._made[key] = features.Lexicons(made["words"], made["pairs"], made["names"])
        return self._made[key]


def text_of(document: Document, spans: Iterable[Span]) -> str:
    """The text of `spans`, a line each."""
    return "\n".join(span.of(document.text) for span in spans)
