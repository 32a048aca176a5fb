"""Which source a document comes from, and why.

Witnesses, in falling order of trust: a source that the caller names; the URL that the caller gives; URLs and citations
in front matter; the page's own canonical URL; the name of the site; a line of the text that holds a source's signature.
The first that names a known source decides; those after it that agree are told too. A text that names nobody is
attributed to nobody: an agency's report reads the same everywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from cleaner.errors import UsageError
from cleaner.model import Document, SourceMatch
from cleaner.rules import RuleBook, SourceRules
from cleaner.rules.parse import suggestion

_DATE_KEYS = (
    "published_at",
    "published",
    "date",
    "pubdate",
    "publish_date",
    "datePublished",
    "updated_at",
    "created_at",
)
"""Front matter that dates a document, the publisher's own date before the collector's."""

_MOST_VALUES = 500
"""Values of front matter that are looked at; real front matter holds tens."""


@dataclass(frozen=True, slots=True)
class _Witness:
    """One thing that may name a source: where it stands, what it says."""

    where: str
    host: str | None = None
    name: str | None = None

    @property
    def places(self) -> bool:
        """Whether the witness says where the document itself stands, not what it mentions."""
        return self.host is not None and (self.where in ("url", "canonical URL") or "citations[" in self.where)


def identify(
    document: Document,
    book: RuleBook,
    url: str | None = None,
    source: str | None = None,
    *,
    text: str | None = None,
    lines: Iterable[str] = (),
    captured: dt.date | None = None,
) -> SourceMatch | None:
    """The source of `document` among those of `book`, or `None` where nothing names one.

    `url` and `source` are what the caller says; `lines` are the document's lines as they should be read, repaired, for
    signatures, and `text` all of them in one. `SourceMatch.captured` is the day that dated rules are chosen by: the
    caller's `captured`, else what the document tells. Raises `UsageError` for a `source` that the book does not hold.
    """
    captured = captured or document_date(document)
    witnesses = tuple(_witnesses(document, url or document.url))
    if source is not None:
        if source not in book.ids:
            raise UsageError(f"unknown source '{source}'", hint=suggestion(source, list(book.ids), "sources"))
        return _match(book, source, captured, ("given", *_agreeing(book, witnesses, source)))
    for number, witness in enumerate(witnesses):
        found = _named_by(book, witness)
        if found is not None:
            agreeing = _agreeing(book, witnesses[number:], found)
            return _match(book, found, captured, agreeing)
    if any(witness.places for witness in witnesses):
        return None  # it stands at a host that is none of ours: a line that names a source is a quotation
    signature = book.by_signature(lines, text=text)
    if signature is None:
        return None
    return _match(book, signature.id, captured, (f"signature in the text: {signature.pattern}",))


def rules_for(document: Document, book: RuleBook, match: SourceMatch | None) -> SourceRules | None:
    """What applies to `document`: its source's rules and, after them, those of the wrapper that it came in.

    A wrapper is known by the keys of its front matter, and applies even where no source is known.
    """
    wrappers = [
        book.rules_of(file)
        for file in book.wrappers
        if _wraps(file.match.front_keys, document.front) and (match is None or match.id != file.id)
    ]
    rules = book.source(match.id, match.captured) if match else None
    if rules is None:
        return wrappers[0].with_wrappers(wrappers[1:]) if wrappers else None
    return rules.with_wrappers(wrappers)


def document_date(document: Document) -> dt.date | None:
    """The day that the document is from, as far as it tells: its page's dates, then its front matter's."""
    for stated in (document.meta.published, document.meta.modified):
        if day := _day(stated):
            return day
    citations = _citations(document.front)
    for front in (*citations, document.front):
        for key in _DATE_KEYS:
            if day := _day(front.get(key)):
                return day
    return None


def _witnesses(document: Document, url: str | None) -> Iterator[_Witness]:
    if url:
        yield _Witness("url", host=_host(url))
    citations = _citations(document.front)
    for number, citation in enumerate(citations):
        yield _Witness(f"front matter: citations[{number}].url", host=_host(citation.get("url")))
    for key, value in _values(document.front):
        if not key.startswith("citations["):
            yield _Witness(f"front matter: {key}", host=_host(value))
    yield _Witness("canonical URL", host=_host(document.meta.url))
    for number, citation in enumerate(citations):
        yield _Witness(f"front matter: citations[{number}].name", name=_text(citation.get("name")))
    for key in ("site", "site_name", "source", "publisher", "publication"):
        yield _Witness(f"front matter: {key}", name=_text(document.front.get(key)))
    yield _Witness("site name", name=document.meta.site)


def _named_by(book: RuleBook, witness: _Witness) -> str | None:
    if witness.host:
        return book.by_host(witness.host)
    return book.by_site_name(witness.name) if witness.name else None


def _agreeing(book: RuleBook, witnesses: Iterable[_Witness], id: str) -> tuple[str, ...]:
    return tuple(
        f"{witness.where}: {witness.host or witness.name}" for witness in witnesses if _named_by(book, witness) == id
    )


def _match(book: RuleBook, id: str, captured: dt.date | None, why: tuple[str, ...]) -> SourceMatch:
    file = book.file_for(id, captured)
    return SourceMatch(id, file.name if file else id, why, captured)


def _wraps(front_keys: tuple[str, ...], front: Mapping[str, object]) -> bool:
    return bool(front_keys) and all(key in front for key in front_keys)


def _citations(front: Mapping[str, object]) -> list[Mapping[str, object]]:
    stated = front.get("citations")
    items = stated if isinstance(stated, list) else [stated]
    return [{str(key): value for key, value in item.items()} for item in items if isinstance(item, dict)]


def _values(front: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Every value in front matter, with its path: `citations[0].url`."""
    stack: list[tuple[str, object]] = [(str(key), value) for key, value in reversed(list(front.items()))]
    for _ in range(_MOST_VALUES):
        if not stack:
            return
        path, value = stack.pop()
        if isinstance(value, dict):
            stack += [(f"{path}.{key}", inner) for key, inner in reversed(list(value.items()))]
        elif isinstance(value, list):
            stack += [(f"{path}[{at}]", inner) for at, inner in reversed(list(enumerate(value)))]
        else:
            yield path, value


def _host(url: object) -> str | None:
    if not isinstance(url, str):
        return None
    stated = url.strip()
    if not stated.lower().startswith(("http://", "https://")) or any(char.isspace() for char in stated):
        return None
    try:
        return urlsplit(stated).hostname
    except ValueError:
        return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _day(stated: object) -> dt.date | None:
    if isinstance(stated, dt.datetime):
        return stated.date()
    if isinstance(stated, dt.date):
        return stated
    if not isinstance(stated, str):
        return None
    try:
        return dt.date.fromisoformat(stated.strip()[:10])
    except ValueError:
        return None
