"""Which of a page's words are gold: a monotone alignment of the page's words with the gold text's.

Words that stand in the gold text also stand in menus and teasers, so a bag of words labels wrongly. The alignment is
a weighted longest common subsequence: a pair of equal words counts by the length of the run of equal words that it
belongs to, so that long runs win over scattered words. What the monotone path leaves (a standfirst that gold puts
elsewhere) is matched by whole blocks afterwards.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import regex

WORD = regex.compile(r"\w+")
_ANCHOR = 6
"""Words of a run that stands once in either text: shorter runs are repeated by chance, longer ones miss more edges."""
RUN_CAP = 12
"""A run of equal words weighs at most this much a word: beyond a dozen words in a row, longer is not surer."""
SHORT_RUN = 3
"""Runs below this length are matched only where they make up a whole block or stand between matched words."""
_SHORT_BLOCK = 8
"""Blocks up to this many words can be matched without a run of three words."""
CELLS = 40_000_000
"""Largest table of page words times gold words that is aligned whole; beyond it the page's words are thinned to
those in gold."""


def words_of(text: str) -> list[str]:
    """The words of `text` as WCXB counts them: lower-cased runs of word characters."""
    return WORD.findall(text.lower())


def label_blocks(blocks: Sequence[str], gold: str) -> npt.NDArray[np.float32]:
    """For each block, the share of its words that are gold (0 for blocks without words)."""
    tokens = [words_of(block) for block in blocks]
    return share_matched(tokens, match_words(tokens, gold))


def match_words(tokens: Sequence[Sequence[str]], gold: str) -> npt.NDArray[np.bool_]:
    """Which of the words of all blocks, in order, are gold."""
    owner = np.repeat(np.arange(len(tokens)), [len(t) for t in tokens])
    flat = [token for block in tokens for token in block]
    target = words_of(gold)
    matched = np.zeros(len(flat), dtype=bool)
    if flat and target:
        ids: dict[str, int] = {}
        page_ids = np.array([ids.setdefault(token, len(ids)) for token in flat], dtype=np.int32)
        gold_ids = np.array([ids.setdefault(token, len(ids)) for token in target], dtype=np.int32)
        used = _align(page_ids, owner, gold_ids, matched)
        _rescue(page_ids, owner, gold_ids, matched, used)
    return matched


def share_matched(tokens: Sequence[Sequence[str]], matched: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """For each block, the share of its words that are matched."""
    sizes = np.array([len(t) for t in tokens], dtype=np.float32)
    owner = np.repeat(np.arange(len(tokens)), sizes.astype(np.intp))
    hits = np.bincount(owner, weights=matched, minlength=len(tokens)).astype(np.float32)
    return np.asarray(np.where(sizes > 0, hits / np.maximum(sizes, 1), 0), dtype=np.float32)


def _align(
    page: npt.NDArray[np.int32],
    owner: npt.NDArray[np.intp],
    gold: npt.NDArray[np.int32],
    matched: npt.NDArray[np.bool_],
) -> npt.NDArray[np.bool_]:
    """Mark the page's words on the best monotone path; returns which gold words it used.

    Runs of words that stand once in either text are anchors; only what lies between two anchors is aligned word by
    word.
    """
    used = np.zeros(len(gold), dtype=bool)
    candidate = _may_match(page, owner, gold)
    sizes = np.bincount(owner, minlength=int(owner[-1]) + 1)
    pairs: list[tuple[int, int, bool]] = []
    at = (0, 0)
    for i, j in [*_anchored(page, gold), (len(page), len(gold))]:
        if i > at[0] and j > at[1]:
            rows = np.flatnonzero(candidate[at[0] : i]) + at[0]
            pairs.extend(_path(page, rows, gold[at[1] : j], at[1]))
        if i < len(page):
            pairs.append((i, j, True))
        at = (i + 1, j + 1)
    strong: Counter[int] = Counter()
    hits: Counter[int] = Counter()
    for i, _, sure in pairs:
        hits[int(owner[i])] += 1
        strong[int(owner[i])] += sure
    for i, j, _ in pairs:
        block = int(owner[i])
        if strong[block] or hits[block] >= sizes[block]:
            matched[i] = True
            used[j] = True
    return used


def _anchored(page: npt.NDArray[np.int32], gold: npt.NDArray[np.int32]) -> list[tuple[int, int]]:
    """Pairs of places whose words are equal by lying in a run that stands once in either text; increasing in both."""
    if len(page) < _ANCHOR or len(gold) < _ANCHOR:
        return []
    found = _once(page)
    starts: list[tuple[int, int]] = sorted((found[key], j) for key, j in _once(gold).items() if key in found)
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(starts):
        place = bisect_left(tails, j)
        before.append(ends[place - 1] if place else -1)
        if place == len(tails):
            tails.append(j)
            ends.append(number)
        else:
            tails[place] = j
            ends[place] = number
    chain: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(starts[number])
        number = before[number]
    pairs: list[tuple[int, int]] = []
    last = (-1, -1)
    for i, j in reversed(chain):
        for step in range(_ANCHOR):
            if i + step > last[0] and j + step > last[1]:
                last = (i + step, j + step)
                pairs.append(last)
    return pairs


def _once(words: npt.NDArray[np.int32]) -> dict[tuple[int, ...], int]:
    """Where each run of words that stands once begins."""
    listed = words.tolist()
    grams = list(zip(*(listed[step:] for step in range(_ANCHOR)), strict=False))
    counts = Counter(grams)
    return {gram: place for place, gram in enumerate(grams) if counts[gram] == 1}


def _path(
    page: npt.NDArray[np.int32], rows: npt.NDArray[np.intp], gold: npt.NDArray[np.int32], offset: int
) -> list[tuple[int, int, bool]]:
    """The best path of the page's words `rows` through `gold`: page word, gold word (`offset` on), whether in a run."""
    rows = rows[np.isin(page[rows], gold)]
    if len(rows) * len(gold) > CELLS:
        gold = gold[: max(CELLS // max(len(rows), 1), 200)]
        rows = rows[np.isin(page[rows], gold)][: CELLS // len(gold)]
    n, m = len(rows), len(gold)
    if not n or not m:
        return []
    contiguous = np.zeros(n, dtype=bool)
    contiguous[1:] = np.diff(rows) == 1
    equal = page[rows][:, None] == gold[None, :]
    run = np.zeros((n, m), dtype=np.int16)
    previous = np.zeros(m, dtype=np.int16)
    for i in range(n):
        line = np.ones(m, dtype=np.int16)
        if contiguous[i]:
            line[1:] += previous[:-1]
        line *= equal[i]
        run[i] = line
        previous = line
    for i in range(n - 2, -1, -1):  # the run's full length on every one of its cells
        if contiguous[i + 1]:
            following = run[i + 1, 1:]
            np.copyto(run[i, :-1], following, where=(equal[i, :-1] & equal[i + 1, 1:]))
    weight = np.minimum(run, RUN_CAP).astype(np.float32)
    weight[run < SHORT_RUN] *= 0.05
    weight[~equal] = 0
    table = np.zeros((n + 1, m + 1), dtype=np.float32)
    for i in range(n):
        take = table[i, :-1] + weight[i]
        table[i + 1, 1:] = np.maximum.accumulate(np.maximum(table[i, 1:], take))
    i, j = n, m
    path: list[tuple[int, int, bool]] = []
    while i > 0 and j > 0:
        if table[i, j] == table[i - 1, j]:
            i -= 1
        elif table[i, j] == table[i, j - 1]:
            j -= 1
        else:
            path.append((int(rows[i - 1]), j - 1 + offset, bool(run[i - 1, j - 1] >= SHORT_RUN)))
            i, j = i - 1, j - 1
    return path


def _may_match(
    page: npt.NDArray[np.int32], owner: npt.NDArray[np.intp], gold: npt.NDArray[np.int32]
) -> npt.NDArray[np.bool_]:
    """Words that stand in a run of three with gold, and words of short blocks that are made of gold words alone."""
    known = np.isin(page, gold)
    whole = np.bincount(owner, weights=~known)[owner] == 0
    short = np.bincount(owner)[owner] <= _SHORT_BLOCK
    near = whole & short
    if len(page) > 2 and len(gold) > 2:
        base = np.int64(max(int(page.max()), int(gold.max())) + 1)
        runs = (page[:-2].astype(np.int64) * base + page[1:-1]) * base + page[2:]
        found = np.isin(runs, (gold[:-2].astype(np.int64) * base + gold[1:-1]) * base + gold[2:])
        for offset in range(3):
            near[offset : len(page) - 2 + offset] |= found
    return np.asarray(known & near, dtype=np.bool_)


def _rescue(
    page: npt.NDArray[np.int32],
    owner: npt.NDArray[np.intp],
    gold: npt.NDArray[np.int32],
    matched: npt.NDArray[np.bool_],
    used: npt.NDArray[np.bool_],
) -> None:
    """Give whole blocks that stand in the unused gold, in runs of four words, out of order, their words."""
    free = gold.copy()
    free[used] = -1
    grams = {tuple(free[i : i + 4].tolist()) for i in range(len(free) - 3) if (free[i : i + 4] >= 0).all()}
    if not grams:
        return
    left = Counter(gold[~used].tolist())
    bounds = np.flatnonzero(np.diff(owner, prepend=-1))
    for start, end in zip(bounds, [*bounds[1:], len(page)], strict=True):
        size = end - start
        if size < 5 or matched[start:end].mean() > 0.3:
            continue
        words = page[start:end].tolist()
        known = sum(tuple(words[i : i + 4]) in grams for i in range(size - 3)) / (size - 3)
        if known >= 0.7 and sum(min(c, left[w]) for w, c in Counter(words).items()) >= 0.8 * size:
            matched[start:end] = True
            left.subtract(words)
