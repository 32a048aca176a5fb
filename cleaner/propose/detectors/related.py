"""Links to other articles: "Read more: ..." as a line of its own, and at the end of running text.

In running text the label is not enough, since prose says "read more" too: it stands after the end of a sentence,
and what follows must read like a headline and run to the end of the line. Most words of a headline begin with a
capital; or it is short and, unlike the sentences before it, has no full stop.
"""

from __future__ import annotations

from collections.abc import Iterable

import regex

from cleaner.kinds import Kind
from cleaner.model import Evidence
from cleaner.propose.detectors.features import Hit, Line, Page
from cleaner.propose.detectors.weighing import Cut, PhraseLines, Places

DETECTOR = PhraseLines(
    name="related",
    kind=Kind.RELATED,
    places=Places(head=0.2, inside=-0.3, tail=1.2),
    most_words=40,
    names=frozenset({"related", "readmore", "more", "recommended", "recirc", "recommendation", "recommendations"}),
)

RUNNING_WORDS = 20
"""Words of a line from which a link at its end is looked for inside it; a shorter line is judged whole."""

TITLE_SHARE = 0.6
"""Share of a headline's longer words that begin with a capital. Sentences have 0.1 to 0.3 of them."""

TITLE_WORDS = 40
PLAIN_WORDS = 25
"""Words of a headline that is set like a sentence: its missing full stop tells it, and a label with a
capital."""

_INNER_END = regex.compile(r"\p{Ll}[.!?…][\"'”’»)]*\s")
_LONG_WORD = regex.compile(r"\b\p{L}[\p{L}'’-]{3,}")


class RunningText:
    """Finds "... the last sentence. Read more: A Headline in Capitals" at the end of a long line."""

    name = "related-in-text"
    version = "1"
    where = "related.py"

    def find(self, page: Page) -> Iterable[Cut]:
        """A cut for each line that ends so."""
        for at in page.hit_by(Kind.RELATED):
            line = page.lines[at]
            if line.words < RUNNING_WORDS:
                continue
            cut = self._cut(line)
            if cut is not None:
                yield cut

    def _cut(self, line: Line) -> Cut | None:
        for hit in line.hits_of(Kind.RELATED):
            if hit.phrase.match != "span":
                continue
            text = hit.wording.text
            start = hit.end - len(hit.found)
            rest = hit.rest
            words = len(rest.split())
            if not 3 <= words <= TITLE_WORDS or not _ends_before(text, start) or rest.endswith("."):
                continue
            long_words = _LONG_WORD.findall(rest)
            share = sum(word[0].isupper() for word in long_words) / max(1, len(long_words))
            plain = _is_plain_title(hit, rest)
            if share < TITLE_SHARE and not plain:
                continue
            evidence = (
                Evidence("phrase", f"{hit.pack}#{hit.phrase.id}"),
                Evidence("no full stop", True) if plain else Evidence("headline-case", round(share, 2)),
                Evidence("place", "end of the line"),
            )
            return Cut(hit.wording.origin(start, len(text)), Kind.RELATED, 0.97, evidence)
        return None


def _is_plain_title(hit: Hit, rest: str) -> bool:
    """Whether a label that begins with a capital is followed by a few words that no full stop ends."""
    label = hit.found.lstrip()
    if not label[:1].isupper() or not rest[:1].isupper() or len(rest.split()) > PLAIN_WORDS:
        return False
    return rest[-1].isalnum() and _INNER_END.search(rest) is None


def _ends_before(text: str, at: int) -> bool:
    """Whether a sentence, a post's date or a link ends right before `at`."""
    before = text[:at].rstrip()
    return bool(before) and (before[-1] in ".!?…\"'”’»)" or before[-1].isdigit() or "/" in before.split()[-1])
