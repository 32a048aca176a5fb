"""Plain text: every line is a block. Nothing is folded or stripped, so that the text is the file's."""

from __future__ import annotations

import re

from cleaner.model import Block
from cleaner.spans import Span

_LINE = re.compile(r"[^\r\n]+")


def lines_of(text: str, start: int = 0) -> tuple[Block, ...]:
    """The non-empty lines of `text` from `start` on, as blocks. CR, LF and CRLF end a line."""
    return tuple(Block(Span(*match.span())) for match in _LINE.finditer(text, start))
