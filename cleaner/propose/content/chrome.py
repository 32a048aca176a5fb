"""Whether a flat text shows anything of a page around an article: menus, footers, notices, in words that packs know.

A listing reads like teasers to the model, and a flattened page with few words of its own around a long thread of
comments like a listing. What tells them apart is that pages have chrome.
"""

from __future__ import annotations

from cleaner.kinds import Kind
from cleaner.model import Document
from cleaner.propose.content.judgement import Judgement
from cleaner.rules import PhrasePacks
from cleaner.rules.phrases import ANY_LANGUAGE

MOST_LINES = 4
"""Lines that chrome's wordings take whole in a text that is no page, where the model doubts itself. Of 1,846 flattened
development pages it does of 11; ten of them have 10 such lines and more, and the listing of 300 events that it took
apart has three."""

TAKEN = 0.3
"""Share of a text's characters from which on it is asked whether there is any such line at all."""

MANY_LINES = 100
"""Lines of a text in which one of chrome is bound to stand if it is a page. Of the development pages that the model
takes more than `TAKEN` of, none has so many and no line of chrome, in any of three shapes; the listing has 282 once it
is cleaned."""

_SURE_SIGNS = 5
_SIGNS = (
    "cookie", "privacy", "subscri", "log in", "sign in", "sign up", "login", "newsletter", "copyright", "©", "facebook",
    "twitter", "instagram", "linkedin", "whatsapp", "share", "search", "menu", "terms of", "contact us", "advertis",
    "comments", "all rights",
)  # fmt: skip
"""Words of chrome; a text with so many different ones is a page, and its lines need not be asked. Nine of ten pages
are told by them."""

_KINDS = frozenset(
    {
        Kind.NAVIGATION, Kind.FOOTER, Kind.SHARE, Kind.SIGNUP, Kind.CONSENT, Kind.ADVERT, Kind.COMMENTS, Kind.PAYWALL,
        Kind.TRENDING, Kind.RELATED, Kind.PLAYER, Kind.CREDIT, Kind.DISCLAIMER, Kind.TAGS, Kind.AUTHOR_BIO,
    }
)  # fmt: skip
_MARKS = " \t\xa0*•·-"


def takes_apart(judgement: Judgement, packs: PhrasePacks, seconds: float) -> bool:
    """Whether `judgement` takes a flat text apart that is no page: much of it goes, and nothing in it is chrome. No
    where `packs` hold none for the text's language. `seconds` limits a pattern on a line; raises `OverrunError` where
    one takes longer."""
    document = judgement.document
    size = int((judgement.ends - judgement.starts).sum())
    if document.media == "html" or all(pack.language == ANY_LANGUAGE for pack in packs):
        return False
    if judgement.doubts:
        return _chrome(document, packs, seconds) <= MOST_LINES
    if size - sum(map(len, judgement.kept)) <= TAKEN * size or document.text.count("\n") < MANY_LINES:
        return False
    low = document.text.lower()
    return sum(sign in low for sign in _SIGNS) < _SURE_SIGNS and not _chrome(document, packs, seconds)


def _chrome(document: Document, packs: PhrasePacks, seconds: float) -> int:
    """The number of lines that are chrome from end to end."""
    lines = [stripped for line in document.text.splitlines() if (stripped := line.strip(_MARKS))]
    whole = {
        hit.index
        for hit in packs.hits(lines, seconds=seconds)
        if hit.phrase.kind in _KINDS and hit.start == 0 and hit.end == len(lines[hit.index])
    }
    return len(whole)
