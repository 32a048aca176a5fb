"""`cleaner rules new`: a rule file, fixtures and expectations to review, from saved pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.commands.options import RulesOption, rule_folders
from cleaner.draft import draft_source, write_draft
from cleaner.rules import load_rules


def new_command(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where the first page was saved from.")],
    pages: Annotated[
        list[Path], typer.Argument(metavar="PAGE...", help="Saved pages of the source: .html, .txt, .md. Two say more.")
    ],
    *,
    into: Annotated[
        Path, typer.Option("--into", metavar="DIR", help="Where rules/ and fixtures/ are written; here, if left out.")
    ] = Path(),
    id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="The source's id; by its host, if left out.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="The source's name as people write it.")
    ] = None,
    rules: RulesOption = None,
) -> None:
    """Draft rules for a source: what repeats across the pages, what stands in boxes of its own. Writes the rule file, a
    fixture for each page and an expectation to review; overwrites nothing."""
    draft = draft_source(url, pages, load_rules(rule_folders(rules)), id=id, name=name)
    for path in write_draft(draft, into):
        typer.echo(f"written: {path}")
    for proposal in draft.proposals:
        typer.echo(f"proposed: {proposal.form} {proposal.pattern!r} goes as '{proposal.kind}': {proposal.why}")
    typer.echo(f"""next:
  read {into / "rules" / "sources" / f"{draft.id}.toml"} and each expected.txt under {into / "fixtures" / draft.id}
  cleaner check --rules {into / "rules"} {into / "fixtures"} --update""")
