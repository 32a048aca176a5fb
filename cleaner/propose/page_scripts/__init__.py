"""The page's own scripts, styles and data, which many tools leave in its text.

Tools that write out every text of a page write out its trackers, style sheets and JSON too: of 902 development pages
that were flattened so, they are four fifths of the characters. Two things are asked of a run of such lines. It reads
like program text; and it says what pages say to browsers, trackers and search engines, or holds braces in a text that
has such a run elsewhere. A text about programming shows scripts as well: there, nothing goes that stands beside a
paragraph or between two.

They are looked for before anything else, so that neither the language nor the content model is misled by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import regex

from cleaner.kinds import Kind
from cleaner.model import Document, Edit, Evidence, Origin, Proposal, Settled
from cleaner.propose import Context
from cleaner.propose.page_scripts.glued import glued_scripts
from cleaner.propose.page_scripts.lines import LONG, Look, look_of
from cleaner.propose.page_scripts.runs import OF_THE_PAGE, runs_of
from cleaner.spans import Span, SpanSet

__all__ = ["PageScripts", "page_scripts", "text_without_scripts", "without_scripts"]

FEWEST_SIGNS = 2
_SIGNS = ("{", "}", ");", '":', "/*", "<!--")
"""A text with fewer of these holds no script: a glance that spares nearly all texts the reading of their lines."""

ABOUT_CODE, ABOUT_CODE_LINES = 0.15, 3
"""Share of the paragraphs, and their number, that speak of programming in a text about it."""
LISTINGS = 2
"""Listings that its paragraphs introduce, in such a text."""
_ABOUT_CODE = regex.compile(
    r"\b(?:cod(?:e|es|ing)|javascript|jquery|css|html|json|yaml|sql|typescript|python|php|snippets?|scripts?|functions?"
    r"|apis?|sdk|syntax|variables?|plugins?|console|terminal|selectors?|stylesheets?|markup|schemas?|structured data"
    r"|programm\w+|developers?)\b",
    regex.IGNORECASE,
)

FLATTENED = 30
"""Lines of program text that say something of the page, in a text that has its scripts in it: there, program text that
says nothing goes from between paragraphs as well."""
BESIDE = 3
"""Lines from a run within which a paragraph stands beside it."""

NAMED, UNNAMED = 0.98, 0.92
"""Confidence. Of 1.54 million words of gold text in 900 flattened pages, 229 went, half of them lines of another text
that say the same; no sentence did."""

ORIGIN = Origin("detector", "page_scripts", "1", "cleaner/propose/page_scripts")


def page_scripts(document: Document) -> tuple[Edit, ...]:
    """The removals of scripts, styles and data in `document`, in order. Listings that markup tells stay."""
    text, blocks = document.text, document.blocks
    if sum(map(text.count, _SIGNS)) < FEWEST_SIGNS:
        return ()
    lines = [text[block.span.start : block.span.end].strip() for block in blocks]
    looks = [Look.TEXT if "code" in block.marks else look_of(line) for line, block in zip(lines, blocks, strict=True)]
    runs = list(runs_of(lines, looks))
    prose = [at for at, look in enumerate(looks) if look is Look.PROSE]
    on_code = _is_on_code([lines[at] for at in prose]) or sum(run.introduced for run in runs) >= LISTINGS
    flattened = sum(run.sure for run in runs if run.said) >= FLATTENED
    found: list[Edit] = []
    if any(run.said for run in runs):
        beside = {near for at in prose for near in range(at - BESIDE, at + BESIDE + 1)}
        first, last = (prose[0], prose[-1]) if prose else (len(lines), 0)
        for run in runs:
            inside = first < run.start < last
            if run.introduced or (on_code and (inside or run.start - 1 in beside or run.end in beside)):
                continue
            if run.said is None and (on_code or (inside and not flattened) or not run.is_whole):
                continue
            span = Span(blocks[run.start].span.start, blocks[run.end - 1].span.end)
            found.append(_removal(span, "program text", run.sure, run.said))
    if not on_code:
        taken = SpanSet(edit.span for edit in found)
        for block in blocks:
            if len(block.span) >= LONG and "code" not in block.marks and not taken.intersects(block.span):
                found += _cuts(text, block.span)
    return tuple(sorted(found, key=lambda edit: edit.span))


def without_scripts(document: Document, scripts: Sequence[Edit]) -> Document:
    """`document` with spaces for the characters of `scripts`: for readers of its letters, whose findings stand where
    they stand in it."""
    return replace(document, text=_filled(document.text, scripts, " ")) if scripts else document


def text_without_scripts(document: Document, scripts: Sequence[Edit]) -> str:
    """The text of `document` without `scripts`: for readers that ask what it is, not where."""
    return _filled(document.text, scripts, "")


def _filled(text: str, scripts: Sequence[Edit], by: str) -> str:
    parts: list[str] = []
    at = 0
    for edit in scripts:
        parts += (text[at : edit.span.start], by * len(edit.span))
        at = edit.span.end
    return "".join((*parts, text[at:]))


class PageScripts:
    """Proposes the removals that `page_scripts` found before anything else read the text."""

    def propose(self, context: Context, settled: Settled) -> Iterable[Proposal]:
        """The removals; nothing that was settled before bears on them."""
        del settled
        return context.scripts


def _is_on_code(paragraphs: list[str]) -> bool:
    """Whether a text of these paragraphs is about programming."""
    about = sum(_ABOUT_CODE.search(line) is not None for line in paragraphs)
    return about >= max(ABOUT_CODE_LINES, ABOUT_CODE * len(paragraphs))


def _cuts(text: str, line: Span) -> Iterator[Edit]:
    """The removals of scripts inside a line, of those that say something of the page."""
    for part in glued_scripts(line.of(text)):
        span = part.shift(line.start)
        said = OF_THE_PAGE.search(text, span.start, span.end)
        if said is not None:
            yield _removal(span, "glued to text", len(span), said.group())


def _removal(span: Span, witness: str, size: int, said: str | None) -> Edit:
    evidence = (Evidence(witness, size), Evidence("says of the page", said)) if said else (Evidence(witness, size),)
    return Edit(span, Kind.SCRIPT, ORIGIN, confidence=NAMED if said else UNNAMED, evidence=evidence)
