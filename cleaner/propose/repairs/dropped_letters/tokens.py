"""A text as the repair reads it: words, the marks between them, and stretches that are no prose and stay as they
are.

URLs, addresses, handles, hash tags, file names, numbers and their units ($5.2 bn), words with digits in them, commands
of TeX (\\langle), words around an HTML entity (didn&#39;t), an accent (you´ll) or brackets ([t]he) and words cut
short ("concep ...") are skipped: nothing is known of how they should read. A word is letters, with apostrophes inside;
a hyphenated word is several, side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

# Nine of ten words stand before a space or a plain mark, and are none of what is skipped: asked first, they cost half.
_TOKEN = regex.compile(
    r"(?P<plain>[^\W\d_]+(?:['’][^\W\d_]+)*+(?=[,;:]\s|\s(?!…|\.\.)|[.!?](?:\s(?!\d)|\Z)))"
    r"|(?P<skip>\w*(?:&(?:#\d{1,5}|#x[\da-fA-F]{1,5}|[a-zA-Z]{2,8});\w*)+|(?:https?://|www\.)\S+|\S+@\S+\.\S+|[@#]\w+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}/\S*|[\w-]+\.(?:com|org|net|co|tv|io|html?|pdf|js|py|css|php)\b"
    r"|\w+(?:\.[a-z]\w*)+|\p{L}{1,4}\.\s?(?=\d)"
    r"|[^\W\d_]+(?=\s?(?:…|\.\.))|\w+:[\w/]\S*|[^\W\d_]+[´`][^\W\d_]+|[\[(]\p{L}{1,3}[\])]\p{L}+"
    r"|(?<![\w.])\d{1,3}(?:[.,]\d+)?\s\p{Ll}{1,2}\b|\$(?:\d[\d.,]*)?\s[bkmt][mn]?\b|\w*[\d_]\w*|\w+(?:[=&|\\{}<>$]+\w+)+|\w+\(\)|[$&]\w+|\\[a-zA-Z]{2,})"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<stop>[.!?…]+|\n)"
    r"|(?P<comma>[,;:–—()/|*•]|(?<!\p{L})-|-(?!\p{L}))"
)

# platform(s), GB/s, CS50's: an ending, not a word.
_ENDING = regex.compile(r"[\w)][(\[/'’‘`´]\Z")

_CODE = regex.compile(r"[{}=\\]|(?<!^)[<>]|::|\(\)", regex.MULTILINE)
NEAR_CODE = 10
"""Characters to either side of a mark of code (braces, assignments, tags) that are taken for code too."""
SHORT = 5
"""Letters of the longest word that is skipped near such marks: longer ones are told from the names of code by their
letters."""

WORD, STOP, COMMA, SKIP = 0, 1, 2, 3
"""What a token is; see `Tokens.kinds`."""

_KINDS = (SKIP, WORD, SKIP, WORD, STOP, COMMA)
"""What each group of `_TOKEN` is, by its number."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, as parallel lists. `words` holds each word as it stands, and "" for anything else;
    `kinds` one of `WORD`, `STOP`, `COMMA`, `SKIP`; `text` is the whole text that `starts` points into."""

    words: Sequence[str]
    starts: Sequence[int]
    kinds: Sequence[int]
    text: str = ""

    def __len__(self) -> int:
        return len(self.words)


def tokenise(text: str, start: int = 0) -> Tokens:
    """The tokens of `text` from `start` on. Short words near the marks of code are skipped like it."""
    words: list[str] = []
    starts: list[int] = []
    kinds: list[int] = []
    marks = [match.start() for match in _CODE.finditer(text, start)]
    marks.append(len(text) + 2 * NEAR_CODE)
    ahead = 0
    for match in _TOKEN.finditer(text, start):
        kind = _KINDS[match.lastindex or 0]
        at = match.start()
        starts.append(at)
        if kind != WORD:
            words.append("")
            kinds.append(kind)
            continue
        while marks[ahead] < at - NEAR_CODE:
            ahead += 1
        word = match.group()
        if word == "s" and _ENDING.search(text, max(0, at - 2), at):
            words.append("")
            kinds.append(SKIP)
        elif marks[ahead] > at + len(word) + NEAR_CODE or len(word) > SHORT:
            words.append(word)
            kinds.append(WORD)
        else:
            words.append("")
            kinds.append(SKIP)
    return Tokens(words, starts, kinds, text)


def folded(word: str) -> str:
    """`word` as the tables spell it: lower case, straight apostrophe."""
    return word.lower().replace("’", "'")
