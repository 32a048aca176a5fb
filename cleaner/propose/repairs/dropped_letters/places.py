"""Where a doubtful word stands, beyond which its neighbours are: tied by a hyphen, in quotes, among capitals.

The judge weighs this with what the n-grams say: "lo-fi", "(b)" and "Les Orchard" are right as they are, whatever fits
between their neighbours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.propose.repairs.dropped_letters.casing import MIXED, TITLE, casing
from cleaner.propose.repairs.dropped_letters.tokens import SKIP, Tokens

NUMBER = 14
_OPENING, _CLOSING = "“\"‘'([<*", "”\"’')]>*"


def places_of(tokens: Tokens, positions: Sequence[int], starts: NDArray[np.bool_]) -> NDArray[np.float64]:
    """A row of `NUMBER` numbers about the surroundings of each token in `positions`.

    `starts` tells which tokens begin a sentence.
    """
    text, words, kinds = tokens.text, tokens.words, tokens.kinds
    last = len(words) - 1
    counts = Counter(words)
    rows = np.zeros((len(positions), NUMBER))
    by_word: dict[str, list[float]] = {}
    for row, at in enumerate(positions):
        word = words[at]
        begin = tokens.starts[at]
        end = begin + len(word)
        before, after = text[begin - 1 : begin] if begin else "", text[end : end + 1]
        own = by_word.get(word)
        if own is None:
            case = casing(word)
            own = by_word[word] = [
                float(case == TITLE),
                float(case == MIXED),
                float(len(word) == 1),
                float(len(word) == 2),
                min(len(word), 12) / 12,
                float(np.log(min(counts[word], 30))),
            ]
        rows[row] = (
            before == "-",
            after == "-",
            before != "" and before in _OPENING,
            after != "" and after in _CLOSING,
            at > 0 and words[at - 1][:1].isupper(),
            at < last and words[at + 1][:1].isupper(),
            starts[at],
            # Beside numbers, addresses and names of code.
            (at > 0 and kinds[at - 1] == SKIP) or (at < last and kinds[at + 1] == SKIP),
            *own,
        )
    return rows
