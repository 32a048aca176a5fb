"""`cleaner profile`: what the documents of each source say together about lost letters, frozen to one file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cleaner.commands.options import HtmlFieldOption, TextFieldOption, UrlFieldOption
from cleaner.config import Config
from cleaner.errors import UsageError
from cleaner.io.documents import documents_of
from cleaner.io.files import write_file
from cleaner.io.folder import Trouble, list_container, list_folder
from cleaner.io.records import Fields
from cleaner.model import Document
from cleaner.propose.repairs import Profile
from cleaner.propose.repairs.dropped_letters import build_profile
from cleaner.propose.repairs.dropped_letters.channel import Channel


def profile_command(
    given: Annotated[
        Path,
        typer.Argument(metavar="IN", help="A folder of documents and containers as `run` reads it, or one container."),
    ],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="P", help="The profile: one file of JSON.")],
    text_field: TextFieldOption = None,
    html_field: HtmlFieldOption = None,
    url_field: UrlFieldOption = None,
) -> None:
    """Read every document once and freeze, for each source, which strings its texts lost and its names.

    `run --profile P` then repairs short texts that say too little alone. Nothing in IN is changed; the same documents
    give the same file. Ends with 1 where a document could not be read (each is named).
    """
    if output.is_dir():
        raise UsageError("a folder, not a file", path=output, hint="-o takes the file that the profile is written to")
    listing = list_container(given, output.parent).listing if given.is_file() else list_folder(given, output)
    troubles: list[Trouble] = []
    fields = Fields(text_field, html_field, url_field)
    found = build_profile.build(_sound(documents_of(listing, fields, Config().max_chars), troubles))
    write_file(output, found.text.encode())
    for line in told(found):
        typer.echo(line)
    typer.echo(f"profile: {output}")
    for trouble in troubles:
        typer.echo(f"not read: {trouble.id}: {trouble.why}", err=True)
    if troubles:
        raise typer.Exit(1)


def _sound(read: Iterator[Document | Trouble], troubles: list[Trouble]) -> Iterator[Document]:
    """The documents; what could not be read is put down in `troubles`."""
    for each in read:
        if isinstance(each, Trouble):
            troubles.append(each)
        else:
            yield each


def told(profile: Profile) -> Iterator[str]:
    """The profile in lines for a person: sources that lost strings are named, the others counted."""
    number = sum(source.documents for source in profile.sources.values())
    yield f"{number} documents of {len(profile.sources)} sources"
    whole = 0
    for key, source in profile.sources.items():
        lost = [f"{Channel(strings).name} ({share:.0%})" for strings, share in source.channels.items()]
        whole += not lost
        if lost:
            yield f"{key or '(no address)'}: {', '.join(lost)}; {source.documents} documents, {len(source.names)} names"
    if whole:
        yield f"nothing lost in the documents of {whole} {'source' if whole == 1 else 'sources'}"
