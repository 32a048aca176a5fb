"""Letters outside ASCII that were dropped: "Nausda" for "Nausėda".

No dictionary tells what stood there, so a word is restored only by a witness: the whole word, in the title, the
address, the profile of the source, or another line of the text. A line that still holds such letters did not lose
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
import regex

from cleaner.propose.repairs.dropped_letters.language_model import NONWORD, UNKNOWN_ID, LanguageModel, is_nonword

MIN_LEFT = 4
"""Letters that must be left of a word: shorter forms are abbreviations as often."""

MIN_WORDS = 2
"""Damaged words that a text must hold before it is its own witness."""

MIN_LEFT_HEADLESS = 6
"""The same where the first letter went too: what is left looks like a common word."""

_WORD = regex.compile(r"[^\W\d_]+")
_INSIDE = regex.compile(r"[\p{L},]['’]?\s\Z")
# What is left of text in the wrong encoding, where the rest of it is no letter: "LLCsâ" for "LLCs’".
_MOJIBAKE = regex.compile(r"[ÃÂ]|â\Z")
_BLANK = bytes(byte if byte >= 128 or chr(byte).isalpha() else 32 for byte in range(256))
_FOREIGN = regex.compile(r"(?![a-zA-Z])[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A damaged word at `start`, what is `left` of it, and the witness."""

    start: int
    left: str
    whole: str


def possible_witnesses(text: str, outside: Iterable[str]) -> list[str]:
    """The words with letters outside ASCII, of `outside` and of `text` itself, whose remains stand in `text`."""
    words = [word for word in outside if not word.isascii()]
    if not text.isascii():
        raw = text.encode("utf-8", "replace").translate(_BLANK)
        data = np.frombuffer(raw, dtype=np.uint8)
        # Letters begin with these bytes, typographic marks and symbols with others.
        end = 0
        for lead in np.flatnonzero((data >= 0xC3) & (data != 0xE2) & (data < 0xEE)).tolist():
            if lead >= end:
                end = raw.find(b" ", lead)
                end = len(raw) if end < 0 else end
                words += _WORD.findall(raw[raw.rfind(b" ", 0, lead) + 1 : end].decode())
    return [word for form, wholes in forms(words).items() if _stands(form, text) for word in wholes]


def _stands(form: str, text: str) -> bool:
    """Whether `form` is a word of `text`, and no part of one alone."""
    at = text.find(form)
    while at >= 0:
        end = at + len(form)
        if not text[max(at - 1, 0) : at].isalpha() and not text[end : end + 1].isalpha():
            return True
        at = text.find(form, end)
    return False


def witnessed(text: str, start: int, words: Iterable[str], outside: Set[str], model: LanguageModel) -> list[Witnessed]:
    """The words of `text` after `start` that lost letters outside ASCII; `words` are the witnesses.

    Those of `words` that are not in `outside` stand in the text itself. A text may spell one name both ways; so its
    own witness counts where two different words lost letters, or where words did only after (or before) the last whole
    one: a text damaged in one part. Forms that are words themselves (Muse, for Musée) are names that only the damaged
    part of a text spells so.
    """
    by_form = {form: wholes[0] for form, wholes in forms(words).items() if len(wholes) == 1}
    known = {form for form in by_form if _is_known(form, model)}
    found: list[Witnessed] = []
    intact: list[int] = []
    whole_lines: list[str] = []
    for at, line in _lines(text, start):
        if _FOREIGN.search(line):
            intact.append(at)
            whole_lines.append(line)
            continue
        found += [
            Witnessed(at + m.start(), m.group(), by_form[m.group()])
            for m in _WORD.finditer(line)
            if m.group() in by_form
        ]
    odd = [word for word in found if word.left not in known]
    inner = [word for word in odd if word.whole not in outside]
    damaged = len({word.left for word in odd}) >= MIN_WORDS
    apart = bool(inner and intact) and (inner[0].start > intact[-1] or inner[-1].start < intact[0])
    if not damaged and not apart:
        return [word for word in odd if word.whole in outside]
    elsewhere = set(_WORD.findall("".join(whole_lines)))
    return [
        word
        for word in found
        if word.left not in known
        or (damaged and word.left[0].isupper() and word.left not in elsewhere and _in_sentence(text, word.start))
    ]


def _is_known(form: str, model: LanguageModel) -> bool:
    """Whether `form` is a word or a name by itself, such as Rene."""
    word_id = model.ids.get(form.lower(), UNKNOWN_ID)
    return word_id != UNKNOWN_ID and (bool(model.logp[word_id] >= NONWORD) or not is_nonword(form, model))


def _in_sentence(text: str, at: int) -> bool:
    """Whether the word at `at` stands inside a sentence, where a capital makes a name."""
    return _INSIDE.search(text, max(0, at - 3), at) is not None


def forms(words: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """What is left of each of `words` that holds letters outside ASCII, long enough to be told from an
    abbreviation."""
    by_form: dict[str, list[str]] = {}
    bare = (word.removesuffix("'s").removesuffix("’s") for word in words)
    for word in dict.fromkeys(bare):
        if not word.isascii() and not _MOJIBAKE.search(word):
            form = _FOREIGN.sub("", word)
            if form.isascii() and len(form) >= (MIN_LEFT if form[:1] == word[0] else MIN_LEFT_HEADLESS):
                by_form.setdefault(form, []).append(word)
    return by_form


def _lines(text: str, start: int) -> Iterable[tuple[int, str]]:
    at = start
    for line in text[start:].splitlines(keepends=True):
        yield at, line
        at += len(line)
