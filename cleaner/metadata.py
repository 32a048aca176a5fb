"""Metadata merged from the page, the front matter and captured lines."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.model import Capture, Document, Metadata


def merge_metadata(document: Document, captures: Sequence[Capture], language: str | None = None) -> Metadata:
    """What is known of the article."""
    return document.meta
