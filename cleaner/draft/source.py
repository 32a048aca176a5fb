"""The draft of a source: proposals from its pages, the rule file as text, and the fixtures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import regex

from cleaner.check.examples import check_book
from cleaner.draft import lines, selectors
from cleaner.draft.pages import SUFFIXES, Page, read_pages
from cleaner.draft.proposals import Proposal, slug_of
from cleaner.draft.rule_file import Header, rule_file
from cleaner.errors import UsageError
from cleaner.model import Result
from cleaner.pipeline import Cleaner
from cleaner.rules import Role, RuleBook, RuleFile
from cleaner.rules.parse import parse_rule_file
from cleaner.spans import Span, SpanSet

_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "gob", "gouv", "ac", "edu", "or", "ne", "go"})
"""Labels under a country that are no publisher's own: in `news.example.co.uk` that is `example`."""

_SNIPPET_WORDS = 6


@dataclass(frozen=True, slots=True)
class DraftFile:
    """One file to write, relative to the folder that was asked for."""

    path: PurePosixPath
    data: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that `rules new` writes, together."""

    id: str
    files: tuple[DraftFile, ...]
    proposals: tuple[Proposal, ...]
    container: str | None


def draft_source(
    url: str, paths: Sequence[Path], book: RuleBook, *, id: str | None = None, name: str | None = None
) -> Draft:
    """A draft for the source of `url`, from saved pages of it. `book` are the rules there are.

    Raises `UsageError` for an address without a host, for a source that has rules already, and for pages that hold
    nothing.
    """
    host = _host(url)
    if id is None and (known := book.by_host(host)):
        raise UsageError(
            f"'{host}' has rules already: {known}",
            hint=f"see `cleaner rules show {known}`, or give --id for another file",
        )
    own_id = id or slug_of(_label(host)) or "source"
    pages = read_pages(paths, Cleaner(rules=book))
    header = Header(
        id=own_id,
        name=name or next((page.document.meta.site for page in pages if page.document.meta.site), _label(host).title()),
        hosts=(host, f"*.{host}"),
        site_names=tuple(dict.fromkeys(page.document.meta.site for page in pages if page.document.meta.site)),
        pages=len(pages),
    )
    inside = selectors.container([page for page in pages if page.dom]) if all(page.dom for page in pages) else None
    proposals = _proposals(pages, inside, book)
    flat = [page for page in pages if page.dom is None]
    naming = ["".join(header.name.casefold().split()), _label(host)]
    header = replace(header, container=inside.selector if inside else None,
                     signature=lines.signatures(flat, naming) if len(flat) > 1 else ())  # fmt: skip
    text = _passing(header, proposals, book)
    drafted = RuleBook([[_parsed(header, text)], list(book)])
    files = [DraftFile(PurePosixPath("rules", "sources", f"{own_id}.toml"), text.encode("utf-8"))]
    files += _fixtures(pages, url, Cleaner(rules=drafted), own_id, proposals)
    return Draft(own_id, tuple(files), proposals, header.container)


def _proposals(pages: Sequence[Page], inside: selectors.Box | None, book: RuleBook) -> tuple[Proposal, ...]:
    boxes = selectors.drops(pages, inside) if all(page.dom for page in pages) else ()
    rooms = [SpanSet([Span(0, len(page.document.text))]) for page in pages]
    if all(page.dom for page in pages):
        # Around the article of a page the container decides; lines are for what stands inside and no box holds.
        rooms = [inside.spans[at] if inside else page.kept for at, page in enumerate(pages)]
        for box in boxes:
            rooms = [
                room.minus(page.dom.select(box.pattern)) if page.dom else room
                for room, page in zip(rooms, pages, strict=True)
            ]
    packs = book.packs(next((page.result.meta.language for page in pages if page.result.meta.language), "en"))
    return _distinct([*boxes, *lines.drops(pages, rooms, packs)])


def _distinct(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """The same with every id once: `more`, `more-2`."""
    used: set[str] = set()
    found = []
    for proposal in proposals:
        name, number = proposal.id, 2
        while name in used:
            name, number = f"{proposal.id}-{number}", number + 1
        used.add(name)
        found.append(replace(proposal, id=name))
    return tuple(found)


def _passing(header: Header, proposals: tuple[Proposal, ...], book: RuleBook) -> str:
    """The rule file with the examples that pass; one that does not is left out, which lint then asks for."""
    shown = ("text", "html")
    for wanted in (shown, shown[:1], shown[1:], ()):
        text = rule_file(header, proposals, examples=wanted)
        outcomes = check_book(RuleBook([[_parsed(header, text)], list(book)]), ids=[header.id])
        if all(outcome.passed for outcome in outcomes):
            break
    return text


def _parsed(header: Header, text: str) -> RuleFile:
    return parse_rule_file(text, f"rules/sources/{header.id}.toml", Role.SOURCE)


def _fixtures(
    pages: Sequence[Page], url: str, cleaner: Cleaner, id: str, proposals: Sequence[Proposal]
) -> Iterator[DraftFile]:
    used: set[str] = set()
    for at, page in enumerate(pages):
        address = url if at == 0 else _address(page, url)
        result = cleaner.clean(page.data, url=address, name=page.path.name, id=page.path.name)
        slug = _slug(page, result, used)
        folder = PurePosixPath("fixtures", id, slug)
        yield DraftFile(folder / f"input{SUFFIXES[page.document.media]}", page.data)
        yield DraftFile(folder / "expected.txt", f"{result.text.strip()}\n".encode("utf-8", "replace"))
        yield DraftFile(folder / "case.toml", _case(address, result, proposals, page).encode("utf-8"))


def _slug(page: Page, result: Result, used: set[str]) -> str:
    day = (result.meta.published or "")[:10]
    stem = slug_of(result.title or "", words=6) or slug_of(page.path.stem, words=6) or "page"
    slug = f"{day}-{stem}" if regex.fullmatch(r"\d{4}-\d{2}-\d{2}", day) else f"undated-{stem}"
    name, number = slug, 2
    while name in used:
        name, number = f"{slug}-{number}", number + 1
    used.add(name)
    return name


def _case(url: str, result: Result, proposals: Sequence[Proposal], page: Page) -> str:
    day = (result.meta.published or "")[:10]
    gone = [each.sample for each in proposals if each.form != "select" and each.sample not in result.text]
    gone = [sample for sample in gone if sample in page.document.text]
    parts = [
        f"title = {_quoted(result.title)}" if result.title else "",
        f"language = {_quoted(result.meta.language)}" if result.meta.language else "",
        f"date = {day}" if regex.fullmatch(r"\d{4}-\d{2}-\d{2}", day) else "",
        f"url = {_quoted(url)}",
        f"why = {_quoted('Drafted from a saved page: say here what it is kept for.')}",
        "# expected.txt is a draft that waits for review. Where it is right, `cleaner check --update` takes the next",
        "# line away; where you have corrected it, take the line away yourself.",
        "reviewed = false",
        f"with = {_list(_snippets(result.text))}",
        f"without = {_list(gone[:6])}",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _snippets(text: str) -> list[str]:
    """A few words from the first line, the middle one and the last."""
    found = [line for line in lines.lines_left(text) if len(line.split()) >= _SNIPPET_WORDS]
    chosen = [found[0], found[len(found) // 2], found[-1]] if found else []
    return list(dict.fromkeys(" ".join(line.split()[:_SNIPPET_WORDS]) for line in chosen))


def _host(url: str) -> str:
    stated = url if "://" in url else f"https://{url}"
    try:
        host = urlsplit(stated).hostname
    except ValueError:
        host = None
    if not host or "." not in host:
        raise UsageError(
            f"'{url}' names no host", hint="give the address of a page: https://news.example.org/2025/story"
        )
    return host.removeprefix("www.")


def _label(host: str) -> str:
    """The label that is the publisher's own."""
    labels = host.split(".")
    if len(labels) > 2 and labels[-2] in _SECOND_LEVEL:
        return labels[-3]
    return labels[-2]


def _address(page: Page, url: str) -> str:
    """The page's own address where it tells one of the same host, else the site's."""
    own = page.document.meta.url
    if own and _host(own) == _host(url):
        return own
    return f"https://{_host(url)}/"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{regex.sub(r"[[:cntrl:]]", " ", escaped)}"'


def _list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(map(_quoted, texts)) + "]"
