"""What a container of many documents gives and takes: records in their order, and what is written in their place.

A container is read as a stream in one process and its records are cleaned in others. So a record holds its own bytes,
is picklable, and knows how to read its document and how to be written again with a clean text in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, Protocol

from cleaner.errors import UsageError
from cleaner.io.folder import Trouble
from cleaner.model import Media, Result

TEXT_NAMES = ("text", "content", "body", "raw_content")
"""Fields that hold a document's text where nothing says which does: the names of public corpora."""

HTML_NAMES = ("html", "raw_html")
"""The same for pages."""

URL_NAMES = ("url", "source_url", "link")
"""The same for addresses."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields (columns) of a record hold what. `None` is found by name, see `found`.

    `html` is read where it is named, else `text`. The clean text goes to `clean`, or else to `text`; where only `html`
    is known, to a field called `text`.
    """

    text: str | None = None
    html: str | None = None
    url: str | None = None
    clean: str | None = None

    def found(self, names: Sequence[str], where: str) -> Fields:
        """The fields of a container whose records have `names`. Raises `UsageError` where none holds a document."""
        text, html = self.text, self.html
        if text is None and html is None:
            text = next((name for name in TEXT_NAMES if name in names), None)
            html = None if text else next((name for name in HTML_NAMES if name in names), None)
        for option, name in (("--text-field", text if html is None else None), ("--html-field", html)):
            if name is not None and name.split(".")[0] not in names and name not in names:
                raise UsageError(f"no field '{name}'", path=where, hint=f"{option} takes one of {', '.join(names)}")
        if text is None and html is None:
            raise UsageError(
                "which field holds the text?", path=where, hint=f"--text-field takes one of {', '.join(names)}"
            )
        url = self.url or next((name for name in URL_NAMES if name in names), None)
        return Fields(text, html, url, self.clean or text or "text")

    @property
    def read(self) -> str:
        """The field that documents are read from."""
        return self.html or self.text or "text"

    @property
    def written(self) -> str:
        """The field that clean text goes to."""
        return self.clean or self.text or "text"


@dataclass(frozen=True, slots=True)
class Content:
    """A record's document, as `Cleaner.clean` takes it."""

    data: str | bytes
    url: str | None = None
    media: Media | None = None


class Record(Protocol):
    """One record of a container."""

    @property
    def id(self) -> str:
        """The container's id, `#`, and the number of the record, from 1."""
        ...

    @property
    def size(self) -> int:
        """About how many bytes it holds in memory."""
        ...

    def content(self) -> Content | None:
        """Its document; `None` where it has none. Raises `InputError` where it cannot be read."""
        ...

    def written(self, result: Result) -> bytes | None:
        """What is written in its place."""
        ...

    def unchanged(self) -> bytes | None:
        """The same where it was not cleaned."""
        ...


Put = Callable[[bytes | None], None]
"""Takes what is written for the next record."""


class Shard(Protocol):
    """One container file: read once, written once, in the same order."""

    def records(self) -> Iterator[Record | Trouble]:
        """Its records, and what of it could not be read."""
        ...

    def writer(self, stream: IO[bytes]) -> AbstractContextManager[Put]:
        """Writes what becomes of the records, one by one. A trouble is not written."""
        ...
