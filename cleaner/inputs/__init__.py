"""Bytes or text to a `Document`: media type, encoding, the fixed text and what the markup said of it."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

import regex

from cleaner.errors import InputError, UsageError
from cleaner.inputs import encoding as encodings
from cleaner.inputs import html, markdown, plain
from cleaner.inputs.page_metadata import read_page_metadata
from cleaner.model import Document, Media, Metadata

_HTML_START = regex.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", regex.IGNORECASE | regex.DOTALL
)
_BLOCK_TAG = regex.compile(r"</?(?:p|div|br|li|ul|td|h[1-6]|article|section|span|a)\b[^<>]*>", regex.IGNORECASE)
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN_NAMES = frozenset({".md", ".markdown"})
_FRAGMENT_TAGS = 3
"""Tags that an unnamed text must hold before it is read as an HTML fragment: prose about HTML quotes one or two."""


def sniff(text: str, name: str | None = None) -> Media:
    """The media type of a decoded text, by its content; the name decides only where the content leaves it open."""
    suffix = PurePath(name).suffix.lower() if name else ""
    head = text[:4096]
    if _HTML_START.match(head):
        return "html"
    if suffix in _HTML_NAMES:
        return "html" if _BLOCK_TAG.search(text[:100_000]) else "text"
    if suffix in _MARKDOWN_NAMES:
        return "markdown"
    if head.lstrip().startswith("<") and len(_BLOCK_TAG.findall(head)) >= _FRAGMENT_TAGS:
        return "html"
    return "markdown" if markdown.looks_like_markdown(text) else "text"


def read(
    data: bytes | str,
    *,
    id: str = "-",
    name: str | None = None,
    media: Media | None = None,
    url: str | None = None,
    max_chars: int = 200_000_000,
) -> Document:
    """Read one input. `name` is a file name, a hint for the media type and named in errors.

    Raises `InputError` where the input is binary or longer than `max_chars`, `UsageError` for an unknown media type.
    """
    if media not in (None, "html", "text", "markdown"):
        raise UsageError(f"unknown media type '{media}'", hint="media types are html, text, markdown")
    if isinstance(data, str):
        raw_hash = hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()
        decoded = encodings.from_str(data)
    else:
        raw_hash = hashlib.sha256(data).hexdigest()
        decoded = encodings.decode(data, path=name)
        looks_html = media == "html" or (media is None and sniff(decoded.text, name) == "html")
        if looks_html and decoded.encoding.name != "utf-8":
            decoded = encodings.decode(data, html=True, path=name)
    if len(decoded.text) > max_chars:
        raise InputError(
            f"{len(decoded.text)} characters are more than the limit of {max_chars}", path=name, hint="split the input"
        )
    media = media or sniff(decoded.text, name)
    if media == "html":
        tree = html.parse(decoded.text)
        page = read_page_metadata(tree, url=url)
        lines = html.linearise(tree)
        if page.body and not _stands_in(page.body, lines.text):
            lines = html.append_article(lines, page.body)
        return Document(
            id=id,
            media=media,
            text=lines.text,
            blocks=lines.blocks,
            meta=page.metadata,
            url=url,
            encoding=decoded.encoding,
            raw_sha256=raw_hash,
            witness=page.body,
            dom=lines.dom,
        )
    front = markdown.front_matter(decoded.text) if media == "markdown" else None
    start = front.span.end if front else 0
    marked = media == "markdown" or markdown.has_listing(decoded.text)
    blocks = markdown.blocks_of(decoded.text, start) if marked else plain.lines_of(decoded.text, start)
    return Document(
        id=id,
        media=media,
        text=decoded.text,
        blocks=blocks,
        meta=Metadata(),
        url=url,
        front_matter=front.span if front else None,
        front=front.values if front else {},
        encoding=decoded.encoding,
        raw_sha256=raw_hash,
        warnings=(front.warning,) if front and front.warning else (),
    )


def _stands_in(body: str, text: str) -> bool:
    """Whether an article told outside the markup also stands in it: any of a few stretches of its words is found."""
    words = body.split()
    folded = " ".join(text.split())
    probes = [words[len(words) * share // 8 :][:6] for share in range(1, 8)]
    found = sum(" ".join(probe) in folded for probe in probes if len(probe) == 6)
    return found * 3 >= sum(len(probe) == 6 for probe in probes)
