"""The documents of a listing, read one after the other in this process: for what reads a folder without writing one."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import inputs
from cleaner.errors import InputError
from cleaner.io.containers import open_shard
from cleaner.io.folder import Listing, Trouble
from cleaner.io.records import Fields
from cleaner.model import Document


def documents_of(listing: Listing, fields: Fields, max_chars: int) -> Iterator[Document | Trouble]:
    """Every document of the files and containers in `listing`, and what could not be read, in order.

    Raises `UsageError` where a container has no field that holds a text.
    """
    yield from listing.troubles
    for item in listing.inputs:
        try:
            yield inputs.read(item.read(), id=item.id, name=item.name, max_chars=max_chars)
        except OSError as error:
            yield Trouble(item.id, error.strerror or str(error))
        except InputError as error:
            yield Trouble(item.id, str(error).removeprefix(f"{item.id}: "))
    for item in listing.containers:
        try:
            with item.open() as raw:
                for record in open_shard(raw, item.id, str(item.output), fields).records():
                    if isinstance(record, Trouble):
                        yield record
                        continue
                    try:
                        content = record.content()
                        if content is not None:
                            yield inputs.read(
                                content.data, id=record.id, media=content.media, url=content.url, max_chars=max_chars
                            )
                    except InputError as error:
                        yield Trouble(record.id, str(error).removeprefix(f"{record.id}: "))
        except OSError as error:
            yield Trouble(item.id, error.strerror or str(error))
        except InputError as error:
            yield Trouble(item.id, str(error).removeprefix(f"{item.id}: "))
