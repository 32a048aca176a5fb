"""Captions and photo credits: a line that ends with a credit, and a credit alone.

A paragraph may quote a credit, and one of several sentences may end with one. So a line goes whole only if it is
short, of one or two sentences, and the credit stands after the last; of a longer line only the credit in brackets
goes, at its end or inside.
"""

from __future__ import annotations

from collections.abc import Iterable

import regex

from cleaner.kinds import Kind
from cleaner.model import Evidence
from cleaner.propose.detectors.features import Hit, Line, Page
from cleaner.propose.detectors.weighing import (
    WHOLE,
    Case,
    Cut,
    PhraseLines,
    Places,
    usual_witnesses,
)

PLACES = Places(head=0.5, lead=0.3, inside=0.0, tail=0.3, nowhere=0.0)
CAPTION_WORDS = 60
"""Words of the longest line that is taken for a caption: wire captions run to 50."""

CAPTION_SENTENCES = 2
ONE_PICTURE = 0.8
"""The line has a caption's shape: few sentences, the credit after the last."""

_SENTENCE = regex.compile(r"(?<!\b\p{Lu}|\b\p{Lu}\p{Ll}{1,3})[.!?…][\"'”’»)]*(?=\s|$)")
_QUOTE = frozenset("\"“„«'‘")
_NAMES = frozenset({"caption", "figcaption", "credit", "photo", "image", "wp"})
_LINES = PhraseLines("captions", Kind.CAPTION, PLACES, most_words=25, names=_NAMES)


class Captions:
    """Finds captions by their credits."""

    name = "captions"
    version = "2"
    where = "captions.py"

    def find(self, page: Page) -> Iterable[Case | Cut]:
        """Cases for lines, cuts for credits in brackets."""
        for at in page.hit_by(Kind.CAPTION):
            line = page.lines[at]
            yield from self._inside(line)
            ends = [hit for hit in line.hits_of(Kind.CAPTION) if hit.phrase.match == "end" and not hit.whole]
            if ends and not _is_quoted(ends[0]):
                yield self._ending(page, at, line, ends[0])
                continue
            case = _LINES.case(page, at, line)
            if case is not None and not _is_quoted(line.hits_of(Kind.CAPTION)[0]):
                if "figcaption" in line.block.path or line.block.tag == "figcaption":
                    case.add("markup", 2.0, "figcaption")
                yield case

    def _inside(self, line: Line) -> Iterable[Cut]:
        """Credits in brackets between the words of a sentence: the brackets tell where they begin and end."""
        for hit in line.hits_of(Kind.CAPTION):
            if hit.phrase.match == "span" and not hit.whole and not _is_quoted(hit):
                evidence = (Evidence("phrase", f"{hit.pack}#{hit.phrase.id}"), Evidence("shape", "in brackets"))
                yield Cut(hit.wording.origin(hit.end - len(hit.found), hit.end), Kind.CAPTION, 0.9, evidence)

    def _ending(self, page: Page, at: int, line: Line, hit: Hit) -> Case | Cut:
        text = hit.wording.text
        before = text[: hit.end - len(hit.found)].rstrip()
        sentences = len(_SENTENCE.findall(before))
        if line.words <= CAPTION_WORDS and sentences <= CAPTION_SENTENCES:
            case = Case((line,), Kind.CAPTION)
            case.add("phrase", hit.phrase.weight, f"{hit.pack}#{hit.phrase.id}")
            if before[-1:] in ".!?…" or not line.ends_sentence:
                case.add("shape", ONE_PICTURE, "a sentence or two, then the credit")
            usual_witnesses(case, page, at, line, PLACES)
            case.witnesses.pop("label", None)
            if "figcaption" in line.block.path or line.block.tag == "figcaption":
                case.add("markup", 2.0, "figcaption")
            return case
        evidence = (Evidence("phrase", f"{hit.pack}#{hit.phrase.id}"), Evidence("place", "end of a longer line"))
        return Cut(hit.wording.origin(hit.end - len(hit.found.lstrip()), hit.end), Kind.CAPTION, 0.9, evidence)


def _is_quoted(hit: Hit) -> bool:
    """Whether the credit stands in quotation marks: the text is about it."""
    start = hit.end - len(hit.found)
    return hit.wording.text[max(0, start - 1) : start + 1].strip()[:1] in _QUOTE and start > 0


__all__ = ["CAPTION_SENTENCES", "CAPTION_WORDS", "PLACES", "WHOLE", "Captions"]
