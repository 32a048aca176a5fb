"""Plain text: every line is a block. Nothing is folded or stripped, so that the text is the file's."""

from __future__ import annotations

from cleaner.model import Block
from cleaner.spans import Span


def lines_of(text: str, start: int = 0) -> tuple[Block, ...]:
    """The non-empty lines of `text` from `start` on, as blocks. CR, LF and CRLF end a line."""
    blocks: list[Block] = []
    at = start
    for line in text[start:].replace("\r", "\n").split("\n"):
        if line:
            blocks.append(Block(Span(at, at + len(line))))
        at += len(line) + 1
    return tuple(blocks)
