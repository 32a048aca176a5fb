"""Build the tables of the dropped-letter repair from the clean text of the development data and from open word
lists.

    python -m bench.train_repair DATA [-o FOLDER] [--half a|b]

DATA holds `wcxb-dev-article/` and `fundus-a/`. Needs `wordfreq` and `symspellpy`, which the package itself does
not. Without `--half` the tables are those that ship; with it they are counted on one half of the sites alone, so
that the other half can judge them (`bench/repair.py` does so). The same data and the same versions of both lists
give the same bytes.
"""

from __future__ import annotations

import argparse
import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import regex
import symspellpy
import wordfreq

from bench.repair_data import Gold, gold_articles, news_articles
from bench.repair_network import Fold, doubtful_rows, fit_judge, fit_weights, train_network
from cleaner.propose.repairs.dropped_letters import decode, gate, packed
from cleaner.propose.repairs.dropped_letters.casing import MIXED, casing
from cleaner.propose.repairs.dropped_letters.channel import KNOWN, LIGATURES, deleted
from cleaner.propose.repairs.dropped_letters.find import load_scorer
from cleaner.propose.repairs.dropped_letters.hashes import hashes_of
from cleaner.propose.repairs.dropped_letters.judge import Judge, silent
from cleaner.propose.repairs.dropped_letters.language_model import (
    COMMA_ID,
    LR_STEP,
    RESERVED,
    SKIP_ID,
    STOP_ID,
    UNKNOWN_ID,
    bigram_key,
    trigram_key,
)
from cleaner.propose.repairs.dropped_letters.tokens import SKIP, STOP, WORD, folded, tokenise

MIN_ZIPF = 1.5  # rarer words are as likely to be misspellings: wordfreq lists both
MIN_COUNT = 3  # of a word in the clean text that wordfreq does not know
BIGRAM_TOTAL = 24e12  # the bigrams of the list hold about half of all running text, by the pairs counted in both


_SPELLING = regex.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def english_share(words: Sequence[str]) -> float:
    """The share of `words` that are among the most frequent hundred of English: about half in English, a twentieth
    elsewhere."""
    top = set(wordfreq.top_n_list("en", 100))
    return sum(word in top for word in words) / max(1, len(words))


@dataclass(frozen=True)
class Counts:
    """What was counted in the clean text."""

    streams: list[list[str]]
    words: Counter[str]
    title: Counter[str]
    upper: Counter[str]
    mixed: Counter[str]
    inner: Counter[str]


def count(articles: list[Gold]) -> Counts:
    """Words, their casing inside sentences, and the running text as streams of tokens."""
    streams: list[list[str]] = []
    words: Counter[str] = Counter()
    title: Counter[str] = Counter()
    upper: Counter[str] = Counter()
    mixed: Counter[str] = Counter()
    inner: Counter[str] = Counter()
    for article in articles:
        tokens = tokenise(article.text)
        stream = ["<s>", "<s>"]
        for word, kind in zip(tokens.words, tokens.kinds, strict=True):
            if kind == WORD:
                low = folded(word)
                words[low] += 1
                if casing(word) == MIXED:
                    mixed[low] += 1
                if stream[-1] not in ("<s>", "<,>"):
                    inner[low] += 1
                    if word.isupper() and len(word) > 1:
                        upper[low] += 1
                    elif word[:1].isupper():
                        title[low] += 1
                stream.append(low)
            else:
                mark = "<s>" if kind == STOP else "<#>" if kind == SKIP else "<,>"
                if mark != stream[-1] or mark == "<#>":
                    stream.append(mark)
        stream += ["<s>", "<s>"]
        if english_share([w for w in stream if w[0] != "<"]) > 0.25:
            streams.append(stream)
    return Counts(streams, words, title, upper, mixed, inner)


def quantise(values: Sequence[float] | np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Log ratios as steps of `LR_STEP`, one byte each."""
    return np.clip(np.round(np.asarray(values) / LR_STEP), -127, 127).astype(np.int8)


_PARAGRAPH = regex.compile(r"(?m)^\s*[“\"‘']?([^\W\d_]+(?:['’][^\W\d_]+)*)")
_SENTENCE = regex.compile(r"[.!?][”\"’']?[ \t]+[“\"‘']?([^\W\d_]+(?:['’][^\W\d_]+)*)")


def opening_ratios(articles: list[Gold], words: Sequence[str]) -> list[float]:
    """Log of how much likelier each word opens a paragraph than a later sentence."""
    paragraph = Counter(folded(word) for article in articles for word in _PARAGRAPH.findall(article.text))
    sentence = Counter(folded(word) for article in articles for word in _SENTENCE.findall(article.text))
    opened, begun = sum(paragraph.values()), sum(sentence.values())
    ratios = []
    for word in words:
        # Five imaginary openings of each kind keep rare words at nought.
        expected = 5.0
        a = (paragraph[word] + expected * (opened / (opened + begun))) / opened
        b = (sentence[word] + expected * (begun / (opened + begun))) / begun
        ratios.append(math.log(a / b))
    return ratios


def packed_words(arrays: dict[str, Any]) -> list[str]:
    """The vocabulary of a built decoder table."""
    return bytes(arrays["words"]).decode("utf-8").split("\n")


@dataclass(frozen=True)
class English:
    """The arrays of the English decoder, the words' probabilities, the running text as word ids, and the share of each
    pair of the books' list."""

    arrays: dict[str, Any]
    words: dict[str, float]
    streams: list[list[int]]
    book: dict[tuple[int, int], float]


def build_english(articles: list[Gold]) -> English:
    """Count."""
    counts = count(articles)
    listed = {w: p for w, p in wordfreq.get_frequency_dict("en", "large").items() if _SPELLING.fullmatch(w)}
    total = sum(counts.words.values())
    weight = float(total)
    mixed: dict[str, float] = {}
    for word in sorted(listed.keys() | counts.words.keys()):
        # The list's single letters come from words that it cut ("don't", "U.S."): running text holds a tenth of them.
        p = (counts.words[word] + weight * listed.get(word, 0.0)) / (total + weight)
        if len(word) == 1 and word not in "ai":
            p = max(counts.words[word], 0.5) / total
        if listed.get(word, 0.0) >= 10 ** (MIN_ZIPF - 9) or counts.words[word] >= MIN_COUNT:
            mixed[word] = p
    words = sorted(mixed, key=lambda w: (-mixed[w], w))
    folder = Path(symspellpy.__file__).parent
    dictionary = {
        line.split()[0]
        for line in (folder / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig").splitlines()
    }
    vocabulary = {word: at + RESERVED for at, word in enumerate(words)}
    vocabulary |= {"<s>": STOP_ID, "<,>": COMMA_ID, "<#>": SKIP_ID}
    size = len(words) + RESERVED
    streams = [[vocabulary.get(token, UNKNOWN_ID) for token in stream] for stream in counts.streams]
    unigrams = np.zeros(size)
    for word, p in mixed.items():
        unigrams[vocabulary[word]] = p
    seen = np.bincount(np.concatenate([np.array(s) for s in streams]), minlength=size)
    for special in range(RESERVED):
        unigrams[special] = max(seen[special], 1) / seen.sum()

    # Pairs: counted ones, and the list's.
    pairs: dict[tuple[int, int], float] = defaultdict(float)
    triples: Counter[tuple[int, int, int]] = Counter()
    for stream in streams:
        for pair in pairwise(stream):
            pairs[pair] += 1.0
        triples.update(zip(stream, stream[1:], stream[2:], strict=False))
    contexts: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for (a, b, _), n in triples.items():
        entry = contexts[a, b]
        entry[0] += n
        entry[1] += 1
    book: dict[tuple[int, int], float] = {}
    for line in (folder / "frequency_bigramdictionary_en_243_342.txt").read_text(encoding="utf-8-sig").splitlines():
        first, second, n_text = line.split()
        if first in vocabulary and second in vocabulary:
            book[vocabulary[first], vocabulary[second]] = int(n_text) / BIGRAM_TOTAL
    totals = np.zeros(size)
    kinds = np.zeros(size)
    discount = 0.5
    for (a, _), mass in pairs.items():
        totals[a] += mass
        kinds[a] += min(mass, discount)
    back = np.where(totals > 0, np.maximum(kinds, 1e-3) / np.maximum(totals, 1e-9), 1.0)
    pair_keys, pair_values, pair_backs = [], [], []
    probability: dict[tuple[int, int], float] = {}
    book_words = np.zeros(size, dtype=np.uint8)
    for a, b in book:
        book_words[[a, b]] = 1
    for a, b in [*pairs, *(pair for pair in book if pair not in pairs)]:
        # What was not counted falls back on the books, and they on the word alone.
        below = 0.5 * unigrams[b] + 0.5 * min(book.get((a, b), 0.0) / unigrams[a], 1.0)
        p = max(pairs.get((a, b), 0.0) - discount, 0.0) / max(totals[a], 1.0) + back[a] * below
        probability[a, b] = p
        pair_keys.append((a, b))
        pair_values.append(math.log(p / unigrams[b]))
        many, distinct = contexts.get((a, b), [0, 0])
        pair_backs.append(math.log(0.6 * distinct / many) if many else 0.0)
    keys = bigram_key(*np.array(pair_keys, dtype=np.uint64).T)
    order = np.argsort(keys, kind="stable")
    triple_keys, triple_values = [], []
    for (a, b, c), n in triples.items():
        many, distinct = contexts[a, b]
        low = probability[b, c]
        p = (n - 0.6) / many + 0.6 * distinct / many * low
        triple_keys.append((a, b, c))
        triple_values.append(math.log(p / low))
    book_keys = bigram_key(*np.array(list(book), dtype=np.uint64).T)
    book_order = np.argsort(book_keys, kind="stable")
    book_values = [math.log(p / unigrams[a] / unigrams[b]) for (a, b), p in book.items()]
    keys3 = trigram_key(*np.array(triple_keys, dtype=np.uint64).T)
    order3 = np.argsort(keys3, kind="stable")

    def share(word: str, part: Counter[str], plain: float, name: float) -> int:
        prior = plain if word in dictionary or (not counts.inner[word] and word in listed and len(word) < 4) else name
        return round(255 * (part[word] + 3 * prior) / (counts.inner[word] + 3))

    def in_two_cases(word: str) -> int:
        return round(255 * (counts.mixed[word] + (0.0 if word in dictionary else 0.2)) / (counts.words[word] + 3))

    arrays = {
        "words": packed.text_array("\n".join(words)),
        "logp": np.log(unigrams).astype(np.float32),
        "title": np.array([0] * RESERVED + [share(w, counts.title, 0.03, 0.6) for w in words], dtype=np.uint8),
        "upper": np.array([0] * RESERVED + [share(w, counts.upper, 0.005, 0.1) for w in words], dtype=np.uint8),
        "mixed": np.array([0] * RESERVED + [in_two_cases(w) for w in words], dtype=np.uint8),
        "listed": np.array([0] * RESERVED + [w in dictionary for w in words], dtype=np.uint8),
        "opening": quantise([0.0] * RESERVED + opening_ratios(articles, words)),
        "back": quantise(np.log(np.maximum(back, 1e-4))),
        "pair_keys": keys[order],
        "pair_values": quantise(pair_values)[order],
        "pair_backs": quantise(pair_backs)[order],
        "triple_keys": keys3[order3],
        "triple_values": quantise(triple_values)[order3],
        "book_keys": book_keys[book_order],
        "book_values": quantise(book_values)[book_order],
        "book_words": book_words,
    }
    return English(arrays, mixed, streams, book)


GATE_MIN_P = 10 ** (3.2 - 9)  # words rarer than this are too rare to open a gate
GATE_MIN_GAIN = 1.5
FLOOR = 3e-8  # of a type that was never seen in clean text


def gate_hashes(forms: Sequence[str]) -> list[int]:
    """The hash of each of `forms`, of which each must be one word to the gate."""
    found: list[int] = hashes_of(" ".join(forms)).tolist()
    if len(found) != len(forms):
        raise ValueError("a form is no word to the gate, or is several")
    return found


def build_gate(mixed: dict[str, float], lower_share: dict[str, float]) -> dict[str, Any]:
    """The gate's table: the damaged forms of frequent words, for every string of two to four letters in them."""
    frequent = [w for w, p in mixed.items() if p >= GATE_MIN_P and w.isascii() and w.isalpha()]
    gained: dict[tuple[str, int], float] = defaultdict(float)
    for word in frequent:
        p = mixed[word] * max(lower_share.get(word, 1.0), 0.02)
        strings = {word[i:j] for i in range(len(word)) for j in range(i + 2, min(len(word), i + 4) + 1)}
        for string in sorted(strings):
            form = word.replace(string, "")
            # Lone letters are initials, keys and units; they speak for a string that is known to be dropped alone.
            if len(form) > 1 or (form and (string,) in KNOWN):
                gained[form, gate.code_of(string)] += p
        form = deleted(word, LIGATURES)
        if form and form != word:
            gained[form, gate.LIGATURE_CODE] += p
    rows = []
    forms = sorted({form for form, _ in gained})
    hashes = dict(zip(forms, gate_hashes(forms), strict=True))
    for (form, code), p in gained.items():
        own = max(mixed.get(form, 0.0) * max(lower_share.get(form, 1.0), 0.02), FLOOR)
        gain = math.log((own + p) / own)
        if gain >= GATE_MIN_GAIN:
            rows.append((hashes[form], code, min(255, round(gain / gate.GAIN_STEP))))
    rows.sort()
    table = np.array(rows, dtype=np.int64)
    return {
        "hashes": table[:, 0].astype(np.uint32),
        "codes": table[:, 1].astype(np.uint32),
        "gains": table[:, 2].astype(np.uint8),
    }


def build(
    articles: list[Gold],
    out: Path,
    note: dict[str, object],
    *,
    weights: np.ndarray[Any, Any] | None = None,
    judge: Judge | None = None,
) -> None:
    """Write the three tables that are counted on `articles` to `out`."""
    english = build_english(articles)
    capitals = english.arrays["title"].astype(float) + english.arrays["upper"]
    words = packed_words(english.arrays)
    share = {word: 1 - float(c) / 255 for word, c in zip(words, capitals[RESERVED:], strict=True)}
    packed.write(out / "gate.bin", build_gate(english.words, share), note)
    packed.write(out / "english.bin", english.arrays, note)
    network = train_network(english.streams, english.book)
    network["weights"] = np.array(decode.NGRAMS_ALONE if weights is None else weights, dtype=np.float64)
    judge = judge or silent(decode.JUDGED)
    network["judge_scale"] = judge.scale.astype(np.float32)
    network["judge_hidden"] = judge.hidden.astype(np.float32).ravel()
    network["judge_bias"] = judge.bias.astype(np.float32)
    network["judge_out"] = judge.out.astype(np.float32)
    packed.write(out / "context.bin", network, note)


def _fold(article: Gold) -> int:
    """In which of two folds, by its site, an article is left out."""
    return zlib.crc32(b"fit" + article.site.encode()) & 1


def train(data: Path, out: Path, half: str | None = None, *, without: int | None = None) -> None:
    """Write the tables that are counted on `data`, on one `half` of its sites, or `without` one fifth of them, to the
    folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    articles = [*gold_articles(data), *news_articles(data)]
    if half:
        articles = [article for article in articles if article.half == half]
    articles = [article for article in articles if article.fifth != without]
    note: dict[str, object] = {
        "sources": [
            "wordfreq 3.1.1 word frequencies (CC BY-SA 4.0)",
            "symspellpy 6.10.1 bigram list (MIT; from Google Books Ngrams)",
            "WCXB development articles (CC BY 4.0, (c) 2026 Murrough Foley), counted",
            "fundus-a news bodies, counted",
        ],
        "half": half or ("all" if without is None else f"all but fifth {without}"),
        "articles": len(articles),
    }
    # The weights are fitted on articles that the tables they weigh were not counted on, each half in its turn.
    with TemporaryDirectory() as folder:
        folds = []
        for fold in (0, 1):
            tables = Path(folder) / str(fold)
            tables.mkdir()
            build([article for article in articles if _fold(article) != fold], tables, note)
            unseen = [article.text for article in articles if _fold(article) == fold]
            folds.append(Fold(unseen, load_scorer(tables)))
        weights = fit_weights(folds)
        print("weights", weights.tolist())
        fitted = [
            Fold(fold.texts, replace(fold.scorer, network=replace(fold.scorer.network, weights=weights)))
            for fold in folds
        ]
        judge = fit_judge(doubtful_rows(fitted, every=5))
    build(articles, out, note, weights=weights, judge=judge)
    for path in sorted(out.glob("*.bin")):
        print(f"{path.name}\t{path.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Read the data, write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--out", type=Path, default=Path(packed.__file__).parent / "tables")
    parser.add_argument("--half", choices=["a", "b"], default=None, help="count on this half of the sites alone")
    chosen = parser.parse_args()
    train(chosen.data, chosen.out, chosen.half)


if __name__ == "__main__":
    main()
