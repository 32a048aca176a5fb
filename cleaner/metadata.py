"""Metadata of the article, merged from everything that tells it: rules, front matter, the page's head, lines of the
text.

For each field the first witness that tells it wins: what a source's rule captured, front matter, what the page says
of itself, what a detector captured, and last, for pages, what short lines beside the headline show.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import regex

from cleaner.inputs.iso_dates import to_iso
from cleaner.inputs.person_names import person_names
from cleaner.model import Capture, Document, Metadata

_TITLE_KEYS = ("title", "headline", "name")
_URL_KEYS = ("canonical_url", "canonical", "original_url", "source_url", "url", "link", "permalink", "source")
_AUTHOR_KEYS = ("authors", "author", "byline", "creator")
_PUBLISHED_KEYS = (
    "published_at",
    "published",
    "date_published",
    "datePublished",
    "publish_date",
    "pubDate",
    "pubdate",
    "date",
)
_MODIFIED_KEYS = ("modified_at", "modified", "date_modified", "dateModified", "lastmod")
_SITE_KEYS = ("site_name", "site", "sitename", "publisher", "publication", "website", "source", "name")
_LANGUAGE_KEYS = ("language", "lang", "locale")
_DESCRIPTION_KEYS = ("description", "summary", "excerpt", "subtitle")
"""Keys of front matter. `created_at` and `updated_at` are not among them: they date the collector's record."""

_FIELDS = {"author": "authors"}
_PLAIN = frozenset({"title", "url", "site", "language", "description"})
_UNSEEN = frozenset({"hidden", "alt", "noscript", "jsonld"})
_BYLINE = regex.compile(
    r"(?:article |posted |published |reported |story |text |words |written )?by:?\s|authors?\s*:|"
    r"(?:af|autor(?:in)?|av|di|door|par|por|von)\s",
    regex.IGNORECASE,
)
_UPDATED = regex.compile(
    r"updat|modif|aktualisiert|actualiz|aggiornat|mis à jour|bijgewerkt|atualizado|revis", regex.IGNORECASE
)
_PUBLISHED = regex.compile(r"publi|veröffentlicht|posted|creat", regex.IGNORECASE)

_LONGEST_LINE = 100
"""Characters of a line that is there to tell a date or a name; longer ones are sentences that hold one."""

_LINES_BEFORE, _LINES_AFTER = 8, 14
"""Lines around the headline that are looked at for a date or a byline, in lines that hold text."""

_MOST_PLACES = 3
"""Places where the headline stands that are looked around: lead image, breadcrumb, article."""

_LONGEST_STAMP = 60
"""Characters of a line that tells little else than a date."""


def merge_metadata(document: Document, captures: Sequence[Capture], language: str | None = None) -> Metadata:
    """What is known of the article of `document`.

    `captures` are the values found in the text; those of rules outrank the page's own word, those of detectors do
    not. `language` is what the caller or a classifier says, and stands where neither front matter nor page tell one.
    """
    ruled = _captured(capture for capture in captures if capture.origin.actor == "rule")
    detected = _captured(capture for capture in captures if capture.origin.actor != "rule")
    merged = _first_of(ruled, _front_matter(document.front), replace(document.meta, url=None), detected)
    if document.media == "html" and not (merged.published and merged.authors):
        merged = _first_of(merged, _shown(document, merged.title))
    url = merged.url or document.meta.url or document.url
    return replace(merged, url=url, language=merged.language or language)


def _first_of(*witnesses: Metadata) -> Metadata:
    """Each field as the first witness that has it tells it."""
    told: dict[str, Any] = {}
    for witness in witnesses:
        for field in fields(Metadata):
            value = getattr(witness, field.name)
            if value and field.name not in told:
                told[field.name] = value
    return Metadata(**told)


def _captured(captures: Iterable[Capture]) -> Metadata:
    """The first value of each field; all names of the first author line and of those that the same entry gave."""
    values: dict[str, list[str]] = {}
    for capture in captures:
        values.setdefault(_FIELDS.get(capture.field, capture.field), []).append(" ".join(capture.value.split()))
    told: dict[str, Any] = {name: found[0] for name, found in values.items() if found[0] and name in _PLAIN}
    for name in ("published", "modified"):
        told[name] = next((iso for value in values.get(name, ()) if (iso := to_iso(value))), None)
    authors = values.get("authors", [])
    told["authors"] = person_names(authors) or tuple(authors[:1])
    return Metadata(**told)


def _front_matter(front: Mapping[str, object]) -> Metadata:
    """What front matter says; a citation in it speaks of the article, the rest of it may speak of a collector's
    record."""
    cited = _citation(front)
    published = (_string(source.get(key)) for source in (cited, front) for key in _PUBLISHED_KEYS)
    modified = (_string(source.get(key)) for source in (cited, front) for key in _MODIFIED_KEYS)
    urls = (value for source in (cited, front) for key in _URL_KEYS if (value := _string(source.get(key))))
    sites = (
        _string(source.get(key))
        for source, keys in ((cited, (*_SITE_KEYS, "name")), (front, _SITE_KEYS))
        for key in keys
    )
    return Metadata(
        title=_told(front, _TITLE_KEYS) or _told(cited, _TITLE_KEYS[:2]),
        authors=next((names for source in (cited, front) if (names := _authors(source))), ()),
        published=next((iso for value in published if value and (iso := to_iso(value))), None),
        modified=next((iso for value in modified if value and (iso := to_iso(value))), None),
        url=next((url for url in urls if url.startswith(("http://", "https://"))), None),
        site=next((site for site in sites if site and "://" not in site), None),
        language=(_told(front, _LANGUAGE_KEYS) or "")[:2].lower() or None,
        description=_told(front, _DESCRIPTION_KEYS),
    )


def _citation(front: Mapping[str, object]) -> Mapping[str, object]:
    """The first citation that a record names, as keys and values."""
    cited = front.get("citations")
    first = cited[0] if isinstance(cited, list) and cited else None
    if isinstance(first, str):
        return {"url": first}
    return first if isinstance(first, dict) else {}


def _told(source: Mapping[str, object], keys: Sequence[str]) -> str | None:
    return next((value for key in keys if (value := _string(source.get(key)))), None)


def _string(value: object) -> str | None:
    if isinstance(value, datetime.date):  # TOML front matter holds dates
        return value.isoformat()
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _authors(source: Mapping[str, object]) -> tuple[str, ...]:
    for key in _AUTHOR_KEYS:
        value = source.get(key)
        people = value if isinstance(value, list) else [value]
        names = [_string(person.get("name") if isinstance(person, dict) else person) for person in people]
        written = [name for name in names if name]
        if written:
            return person_names(written) or tuple(written)
    return ()


def _shown(document: Document, title: str | None) -> Metadata:
    """The date and byline that short lines beside the headline show; else the one date that short lines show at
    all."""
    shown = [block for block in document.blocks if not block.marks & _UNSEEN]
    lines = [" ".join(block.span.of(document.text).split()) for block in shown]
    wanted = " ".join(title.split()).casefold() if title else None
    places = [at for at, line in enumerate(lines) if line.casefold() == wanted]
    places.sort(key=lambda at: (shown[at].heading != 1, not shown[at].heading))
    if not places:
        places = [next((at for at, block in enumerate(shown) if block.heading == 1), 0)]
    told = Metadata()
    for at in places[:_MOST_PLACES]:
        near = range(max(0, at - _LINES_BEFORE), min(len(lines), at + 1 + _LINES_AFTER))
        around = [lines[number] for number in sorted(near, key=lambda number: abs(number - at - 0.4)) if number != at]
        told = _first_of(told, _read_lines(line for line in around if len(line) <= _LONGEST_LINE))
    if not (told.published or told.modified):
        stamps = {date[:10]: line for line in lines if len(line) <= _LONGEST_STAMP and (date := to_iso(line))}
        if len(stamps) == 1:
            told = _first_of(told, _read_lines(stamps.values()))
    return told


def _read_lines(lines: Iterable[str]) -> Metadata:
    """The first date of each sort and the first byline of lines that are there to tell them."""
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    for text in lines:
        if (date := to_iso(text)) is not None:
            if _UPDATED.search(text) and not _PUBLISHED.search(text):
                modified = modified or date
            else:
                published = published or date
        if not authors and (found := _BYLINE.match(text)):
            authors = person_names([text[found.end() :]])
    return Metadata(authors=authors, published=published, modified=modified)
