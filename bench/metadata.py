"""Metadata of development pages, ours beside trafilatura's, in one run: share of right fields, and milliseconds of
processor time a page.

Usage: python -m bench.metadata DATA [--sample N] [--show FIELD]

DATA holds `wcxb-dev-article/` and `fundus-a/`. A title is right where its words are the gold title's; an author where
the names are the same set of words; a date where the day is (ours: the day of publication, or of the change where
only that is told; trafilatura tells one date); a URL where it is the page's own up to scheme, `www.`, query and
closing slash; a site where the gold name's letters stand in ours or the other way round. Pages without gold for a
field do not count for it. trafilatura gets the decoded page, ours the parsed tree: decoding and parsing are outside
both times.
"""

from __future__ import annotations

import argparse
import logging
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trafilatura

from bench.data import SETS, Page, load_pages
from cleaner import inputs
from cleaner.inputs import encoding, html
from cleaner.inputs.page_metadata import read_page_metadata
from cleaner.metadata import merge_metadata

FIELDS = ("title", "authors", "published", "url", "site")
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Tally:
    """One extractor's right answers by field, answers given, and seconds spent."""

    right: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def words(value: str | None) -> list[str]:
    """Lower-cased words."""
    return _WORD.findall((value or "").lower())


def is_right(name: str, value: str | None, page: Page) -> bool:
    """Whether `value` is the gold value of the page's field."""
    if not value:
        return False
    match name:
        case "title":
            return words(value) == words(page.title)
        case "authors":
            return set(words(value)) - {"and"} == set(words(" ".join(page.authors))) - {"and"}
        case "published":
            return value[:10] == (page.published or "")[:10]
        case "url":
            return bare(value) == bare(page.url or "")
        case _:
            ours, gold = "".join(words(value)), "".join(words(page.site))
            return bool(ours) and (ours in gold or gold in ours)


def bare(url: str) -> str:
    """A URL without scheme, `www.`, query and closing slash."""
    return re.sub(r"^https?://(?:www\.)?|[?#].*$", "", url).rstrip("/").lower()


def gold_of(name: str, page: Page) -> str:
    """The gold value as text, empty where the page has none."""
    return "; ".join(page.authors) if name == "authors" else str(getattr(page, name) or "")


def ours(page_html: bytes, tally: Tally) -> dict[str, str | None]:
    """Our fields of one page, without a source's rules and without what detectors capture."""
    document = inputs.read(page_html, media="html")
    assert isinstance(document.dom, html.DomIndex)
    start = time.process_time()
    read_page_metadata(document.dom.tree)  # once more: reading the document has done it already
    told = merge_metadata(document, ())
    tally.seconds += time.process_time() - start
    published = told.published or told.modified
    return {"title": told.title, "authors": told.author, "published": published, "url": told.url, "site": told.site}


def theirs(page_html: bytes, tally: Tally) -> dict[str, str | None]:
    """trafilatura's fields of one page."""
    text = encoding.decode(page_html, html=True).text
    tree: Any = trafilatura.load_html(text)
    start = time.process_time()
    told = trafilatura.extract_metadata(tree) if tree is not None else None
    tally.seconds += time.process_time() - start
    if told is None:
        return dict.fromkeys(FIELDS)
    return {"title": told.title, "authors": told.author, "published": told.date, "url": told.url, "site": told.sitename}


def run(pages: Sequence[Page], show: str | None) -> None:
    """Print one set's table."""
    readers = {"cleaner": ours, "trafilatura": theirs}
    tallies = {name: Tally() for name in readers}
    total: Counter[str] = Counter(name for page in pages for name in FIELDS if gold_of(name, page))
    for page in pages:
        data = page.html()
        for reader, read in readers.items():
            told = read(data, tallies[reader])
            for name in FIELDS:
                gold = gold_of(name, page)
                if not gold:
                    continue
                tallies[reader].given[name] += bool(told[name])
                tallies[reader].right[name] += (right := is_right(name, told[name], page))
                if name == show and not right:
                    print(f"  {page.id} {reader:12} {told[name]!r}  gold {gold!r}")
    for reader, tally in tallies.items():
        shares = "  ".join(f"{name} {tally.right[name] / total[name]:.4f}" for name in FIELDS if total[name])
        print(f"{pages[0].set_name:18} {reader:12} {shares}  {1000 * tally.seconds / len(pages):.2f} ms a page")


def main() -> None:
    """Read the arguments and print both sets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sample", type=int, help="that many pages of each set")
    parser.add_argument("--show", choices=FIELDS, help="print the pages whose field is wrong")
    arguments = parser.parse_args()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    for name in SETS:
        run(load_pages(arguments.data, name, arguments.sample), arguments.show)


if __name__ == "__main__":
    main()
