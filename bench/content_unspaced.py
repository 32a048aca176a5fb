"""Pages rewritten as a language that puts no spaces between words: of the real ones there are too few to learn from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bench.content_data import KnownLabels, Sample, sample_of
from bench.content_shapes import without_spaces
from bench.data import Page
from cleaner import inputs
from cleaner.inputs.encoding import decode

_NO_TEXT = frozenset({"script", "style", "noscript", "template", "iframe"})
_TOLD = frozenset({"title", "description"})
_EVERY = 6
"""One page in so many, as for flat text."""


def unspaced_samples(page: Page, sample: Sample) -> Iterator[Sample]:
    """The page without spaces, if it falls to it, with the labels of the page as it is, `sample`. Nothing where not
    every block of the page is one block there."""
    if hashlib.sha256(page.id.encode()).digest()[7] % _EVERY:
        return
    made = inputs.read(unspaced(decode(page.html(), html=True).text), media="html", url=page.url)
    found = sample_of(page, made, "unspaced", KnownLabels())
    if len(found.labels) == len(sample.labels):
        words = [["word"] * round(float(count)) for count in found.units.lines.words]
        yield replace(found, labels=sample.labels, unit_words=words)


def unspaced(html: str) -> str:
    """`html` with its text, its title and what it says of itself rewritten by `without_spaces`."""
    tree = LexborHTMLParser(html)
    if tree.root is None:
        return html
    for node in list(tree.root.traverse(include_text=True)):
        if node.tag == "-text":
            _rewrite_text(node)
        elif node.tag == "meta":
            _rewrite_meta(node)
        elif node.tag == "script" and node.attributes.get("type") == "application/ld+json":
            _rewrite_data(node)
    return tree.html or html


def _rewrite_text(node: LexborNode) -> None:
    text = node.text(deep=False)
    if node.parent is not None and node.parent.tag not in _NO_TEXT and text.strip():
        node.replace_with(unspaced_text(text))


def _rewrite_meta(node: LexborNode) -> None:
    name = (node.attributes.get("property") or node.attributes.get("name") or "").rpartition(":")[2]
    content = node.attributes.get("content")
    if content and name in _TOLD:
        node.attrs["content"] = unspaced_text(content)


def _rewrite_data(node: LexborNode) -> None:
    try:
        data = json.loads(node.text())
    except ValueError:
        return
    for child in list(node.iter(include_text=True)):
        child.replace_with(json.dumps(_rewritten(data), ensure_ascii=False))


def _rewritten(data: object) -> object:
    if isinstance(data, str):
        return unspaced_text(data) if " " in data else data
    if isinstance(data, list):
        return [_rewritten(item) for item in data]
    return {key: _rewritten(value) for key, value in data.items()} if isinstance(data, dict) else data


def unspaced_text(text: str) -> str:
    """`text` rewritten line by line; white space at its ends stays, as it parts what stands around."""
    return "\n".join(without_spaces(line) if line.strip() else line for line in text.split("\n"))
