"""Other ways to find a page's main text, or a flat text's, that the content model is measured beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import regex
import trafilatura
from lxml import html as lxml_html
from readability import Document as Readability
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding

_TERMINAL = (".", "!", "?", '"')
_POLICY = regex.compile(r"terms of use|privacy policy|cookie policy|uses cookies|use of cookies|use cookies")
_WORD = regex.compile(r"\w+")


def by_trafilatura(data: bytes) -> str:
    """trafilatura, comments off, with the metadata that the cleaner reads too."""
    told = trafilatura.bare_extraction(data, include_comments=False, with_metadata=True)
    return (told.text or "") if isinstance(told, trafilatura.settings.Document) else ""


def by_readability(data: bytes) -> str:
    """readability-lxml's summary as text."""
    summary = Readability(bytes_to_str(data, detect_encoding(data) or "utf-8")).summary(html_partial=True)
    return "\n".join(lxml_html.fromstring(summary).itertext()) if summary.strip() else ""


def by_resiliparse(data: bytes) -> str:
    """resiliparse's main content."""
    return str(
        extract_plain_text(bytes_to_str(data, detect_encoding(data) or "utf-8"), main_content=True, alt_texts=False)
    )


PAGE_RIVALS: Mapping[str, Callable[[bytes], str]] = MappingProxyType(
    {"trafilatura": by_trafilatura, "readability": by_readability, "resiliparse": by_resiliparse}
)
"""From a page's bytes to its main text."""


def all_lines(text: str) -> str:
    """Everything."""
    return text


def long_lines(text: str) -> str:
    """Lines of ten words or more."""
    return "\n".join(line for line in text.splitlines() if len(_WORD.findall(line)) >= 10)


def c4_lines(text: str) -> str:
    """The line rules of C4: a terminal mark, five words, no script and policy words."""
    return "\n".join(line for line in text.splitlines() if _c4(line, 5))


def datatrove_lines(text: str) -> str:
    """The line rules as datatrove applies them by default: three words, and no ellipsis at the end."""
    return "\n".join(line for line in text.splitlines() if _c4(line, 3) and not line.rstrip().endswith("..."))


def _c4(line: str, words: int) -> bool:
    stripped, lower = line.strip(), line.lower()
    return (
        stripped.endswith(_TERMINAL)
        and len(stripped.split()) >= words
        and "javascript" not in lower
        and _POLICY.search(lower) is None
    )


TEXT_RIVALS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"all lines": all_lines, "10 words": long_lines, "C4 lines": c4_lines, "datatrove": datatrove_lines}
)
"""From a flat text to what a rule keeps of it."""
