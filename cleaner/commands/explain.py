"""`cleaner explain`: what went and why, what nearly went and what stopped it, for a person."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from cleaner.commands.options import (
    EngineOption,
    LanguageOption,
    MediaOption,
    PolicyOption,
    PresetOption,
    ProfileOption,
    QualityOption,
    RepairsOption,
    RulesOption,
    SourceOption,
    UrlOption,
    make_cleaner,
    media_of,
    name_of,
    read_input,
)
from cleaner.errors import UsageError
from cleaner.kinds import KINDS, Kind
from cleaner.model import Edit, Refusal, Result, Unresolved
from cleaner.spans import Span, SpanSet

_SHOWN_CHARS = 160
"""Characters of a stretch that are shown: two lines of a terminal."""


def explain_command(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="An .html, .txt or .md file; - reads standard input.")],
    *,
    span: Annotated[
        str | None,
        typer.Option("--span", metavar="START:END", help="Only what happened to these characters of the input's text."),
    ] = None,
    find: Annotated[
        str | None,
        typer.Option("--find", metavar="TEXT", help="Only what happened to this stretch, wherever it stands."),
    ] = None,
    url: UrlOption = None,
    source: SourceOption = None,
    media: MediaOption = None,
    language: LanguageOption = None,
    rules: RulesOption = None,
    policy: PolicyOption = None,
    engine: EngineOption = "auto",
    repairs: RepairsOption = "safe",
    preset: PresetOption = "default",
    quality: QualityOption = "default",
    profile: ProfileOption = None,
) -> None:
    """Tell what went, what was repaired, which rule or detector did it and why; and what a guard stopped."""
    data = read_input(file)
    cleaner = make_cleaner(rules, policy, engine, repairs, preset, quality=quality, profile=profile)
    result = cleaner.clean(
        data, url=url, media=media_of(media), source=source, language=language, id=file, name=name_of(file)
    )
    stretches = _stretches(result.document.text, span, find)
    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    lines = _whole(result) if stretches is None else _parts(result, stretches)
    for line in lines:
        console.print(line)


def _stretches(text: str, span: str | None, find: str | None) -> list[Span] | None:
    if span is not None and find is not None:
        raise UsageError("--span and --find exclude each other")
    if span is not None:
        start, colon, end = span.partition(":")
        if not (colon and start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(text)):
            raise UsageError(
                f"--span: '{span}' is no stretch of {len(text)} characters", hint="give START:END, for example 120:180"
            )
        return [Span(int(start), int(end))]
    if find is None:
        return None
    found = _occurrences(text, find)
    if not found:
        raise UsageError(
            f"--find: '{find}' does not stand in the input's text", hint="give it as it stands there, damage included"
        )
    return found


def _occurrences(text: str, piece: str) -> list[Span]:
    found: list[Span] = []
    at = text.find(piece) if piece else -1
    while at >= 0:
        found.append(Span(at, at + len(piece)))
        at = text.find(piece, at + len(piece))
    return found


def _whole(result: Result) -> Iterable[Text]:
    yield from _opening(result)
    told = [edit for edit in result.edits if edit.kind is not Kind.LAYOUT]
    removals = [edit for edit in told if edit.kind is not Kind.REPAIR]
    repairs = [edit for edit in told if edit.kind is Kind.REPAIR]
    yield from _section("removed", removals, result, "red")
    yield from _section("repaired", repairs, result, "green")
    yield from _section("marked, and left", result.marks, result, "yellow")
    yield from _stopped(result.refusals, result)
    yield from _open_words(result.unresolved, result)
    yield from _totals(result)


def _opening(result: Result) -> Iterable[Text]:
    document, source = result.document, result.source
    encoding = document.encoding.name + (" with byte order mark" if document.encoding.bom else "")
    yield Text(f"{document.id}: {document.media}, {encoding}, {result.status}", style="bold")
    if source is None:
        yield Text("source: not recognised; the detectors alone")
    else:
        yield Text(
            f"source: {source.id} ({source.name})" + (f", known by {'; '.join(source.why)}" if source.why else "")
        )
    meta = result.meta
    fields = {
        "title": result.title,
        "author": meta.author,
        "published": meta.published,
        "modified": meta.modified,
        "site": meta.site,
        "language": meta.language,
        "url": meta.url,
    }
    yield from (Text(f"{name}: {value}") for name, value in fields.items() if value)
    if document.encoding.errors:
        yield Text(f"undecodable bytes: {len(document.encoding.errors)}, each kept in the report", style="yellow")
    yield from (Text(f"warning: {warning}", style="yellow") for warning in result.warnings)


def _section(title: str, edits: Sequence[Edit], result: Result, style: str) -> Iterable[Text]:
    if not edits:
        return
    yield Text(f"\n{title} ({len(edits)})", style="bold")
    for edit in edits:
        yield from _edit(edit, result, style)


def _edit(edit: Edit, result: Result, style: str) -> Iterable[Text]:
    text = result.document.text
    line = Text(f"  {_place(text, edit.span)} ")
    line.append(str(edit.kind), style=f"bold {style}")
    line.append(f" by {edit.origin}")
    if edit.origin.where:
        line.append(f" ({edit.origin.where})", style="cyan")
    line.append(f", confidence {edit.confidence:.2f}")
    yield line
    shown = _shortened(edit.span.of(text))
    if edit.replacement:
        yield Text(f"    {shown!r} -> {_shortened(edit.replacement)!r}", style=style)
    else:
        yield Text(f"    {shown}", style=style)
    if edit.evidence:
        yield Text("    because " + ", ".join(f"{item.name} = {item.value}" for item in edit.evidence))
    if edit.also:
        yield Text("    also " + ", ".join(map(str, edit.also)))


def _stopped(refusals: Sequence[Refusal], result: Result) -> Iterable[Text]:
    if not refusals:
        return
    yield Text(f"\nstopped by a guard ({len(refusals)})", style="bold")
    for refusal in refusals:
        yield from _refusal(refusal, result)


def _refusal(refusal: Refusal, result: Result) -> Iterable[Text]:
    yield from _edit(refusal.edit, result, "yellow")
    yield Text(f"    stayed: guard '{refusal.guard}': {refusal.why}")


def _open_words(unresolved: Sequence[Unresolved], result: Result) -> Iterable[Text]:
    if not unresolved:
        return
    yield Text(f"\nwithout a sure reading, left as they are ({len(unresolved)})", style="bold")
    yield from (_open_word(found, result) for found in unresolved)


def _open_word(found: Unresolved, result: Result) -> Text:
    readings = ", ".join(f"{reading.text} {reading.probability:.2f}" for reading in found.readings)
    text = result.document.text
    return Text(f"  {_place(text, found.span)} {found.span.of(text)!r}: {readings or 'no reading'} by {found.origin}")


def _totals(result: Result) -> Iterable[Text]:
    words = len(result.document.text.split())
    left = len(result.text.split())
    yield Text(f"\n{words} words in, {left} words out", style="bold")
    counts = Counter(edit.kind for edit in result.edits)
    for kind, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        yield Text(f"  {count:4} {kind}: {KINDS[kind]}")


def _parts(result: Result, stretches: Sequence[Span]) -> Iterable[Text]:
    yield from _opening(result)
    for stretch in stretches:
        yield from _part(result, stretch)


def _part(result: Result, stretch: Span) -> Iterable[Text]:
    text = result.document.text
    yield Text(f"\n{_place(text, stretch)} {_shortened(stretch.of(text))!r}", style="bold")
    edits = [edit for edit in result.edits if edit.span.overlaps(stretch)]
    refusals = [refusal for refusal in result.refusals if refusal.edit.span.overlaps(stretch)]
    marks = [edit for edit in result.marks if edit.span.overlaps(stretch)]
    unresolved = [found for found in result.unresolved if found.span.overlaps(stretch)]
    kept = sum(map(len, SpanSet(edit.span for edit in edits).outside(stretch)))
    gone = (
        "all of it stayed"
        if kept == len(stretch)
        else "none of it stayed"
        if not kept
        else f"{kept} of {len(stretch)} characters stayed"
    )
    yield Text(f"  {gone}")
    for edit in edits:
        yield from _edit(edit, result, "green" if edit.kind is Kind.REPAIR else "red")
    for edit in marks:
        yield from _edit(edit, result, "yellow")
    for refusal in refusals:
        yield from _refusal(refusal, result)
    yield from (_open_word(found, result) for found in unresolved)
    if not (edits or refusals or marks or unresolved):
        yield Text("  nothing proposed to change it")


def _place(text: str, span: Span) -> str:
    """`line 12, 340-395`: the line for people, the offsets for `--span` (which takes `340:395`) and the report."""
    return f"line {text.count(chr(10), 0, span.start) + 1}, {span.start}-{span.end}:"


def _shortened(text: str) -> str:
    folded = " ".join(text.split()) or text
    if len(folded) <= _SHOWN_CHARS:
        return folded
    half = _SHOWN_CHARS // 2 - 3
    return f"{folded[:half]} ... {folded[-half:]}"
