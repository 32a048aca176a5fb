"""The page's own scripts, styles and data, which many tools leave in the text of a page: everything that a naive
flattening writes out, and reading aids take for lines.

They come in runs of lines: a tracker's function, a style sheet, a JSON object on one line. Two things are asked of a
run. It reads like program text, nearly line by line; and it says what only a page says of itself (its trackers, its
adverts, its document, a schema of it), or stands in a text that holds such a run elsewhere. A text about programming
shows scripts too: there a run between paragraphs stays, whatever it names.

They are looked for before anything else reads the text, so that neither the language nor the content model is misled
by them: of 902 development pages flattened with their scripts, four fifths of the characters are theirs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from cleaner.kinds import Kind
from cleaner.model import Document, Edit, Evidence, Origin, Proposal, Settled
from cleaner.propose import Context
from cleaner.propose.program_text import is_program_line
from cleaner.spans import Span, SpanSet

FEWEST_SIGNS = 2
_SIGNS = ("{", "}", ");", '":', "/*", "<!--")
"""A text with fewer of these holds no script: a glance that spares nearly all texts the reading of their lines."""

_OF_THE_PAGE = regex.compile(
    r"googletag|adsbygoogle|_taboola|dataLayer|\bgtag\(|\bfbq\(|\bga\(|_gaq|GTM-\w|google_ad|pbjs|apstag|\bOBR\b|NREUM|_sf_async"
    r"|_satellite|_comscore|hotjar|\b_?hj[A-Z]\w+|disqus_|ezoic|mediavine|optimizely|mixpanel|segment\.|fbevents|twttr"
    r"|window\.|\bself\.__|document\.(?:\w+)|location\.(?:href|host|search|protocol|pathname)|navigator\.|localStorage|sessionStorage"
    r"|jQuery|\$\(|getElement|addEventListener|createElement|querySelector|XMLHttpRequest|\.onload|setTimeout\("
    r"|__NEXT_DATA__|__NUXT__|__INITIAL|__PRELOADED|wp-(?:content|includes|json|block|emoji|admin)|_wpemoji|--wp--|Drupal\.|Shopify\.|theForm"
    r"|__doPostBack|webpack|requirejs|require\.config|CDATA|schema\.org|\"@(?:type|context|id|graph)\"|'@type'"
    r"|@media\b|@font-face|@keyframes|@import\b|@charset|!important|\b\d+(?:px|rem|em|vh|vw)\b|display:\s?\w|background(?:-\w+)?:|font-(?:family|size|weight):"
)
"""What pages say to browsers and trackers, and no program text of an article says as often."""

_MARK = regex.compile(r"[{}()\[\];=<>&|#\\$*_]|\":|\.(?=[a-zA-Z_-])")
_LONG, _DENSITY = 160, 0.04
"""A line of so many characters, of which this share are marks of program text, is minified, unless text is glued to it."""
_WORDS = regex.compile(r"\p{Ll}{2}[,.’']? \p{L}|[\p{Han}\p{Hiragana}\p{Katakana}]{4}")
_CLAUSE, _CLAUSE_CHARACTERS, _CLAUSE_MARKS = 12, 130, 3
"""So many words after words within so many characters, and few marks among them, are text: it takes 90 characters on
average, and selectors three times as many."""
_STRING = regex.compile(r"(?<=[(=:,\[+{?] ?)(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+')(?= ?[),;:\]}+])")
_DATA = regex.compile(r"(?:(?:var |let |const )?[\w.]+\s*=\s*)?(?P<value>[\[{].*[\]}])[;,]?")
_QUOTED_DATA = regex.compile(
    r"(?:(?:var |let |const )?[\w.]+\s*=\s*)?[\w.$]+\((?:\[?\d*,\s*|\[)?(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+')\s*\]?\);?"  # in a call
    r"|\"[\w@$-]+\"\s*:\s*\"(?:[^\"\\]|\\.)*+\"\s*,?"  # under a name
)
_ADDRESS = regex.compile(r"https?://[^\s\"'()<>\\]*")
_ENCODED = regex.compile(r"%[0-9A-Fa-f]{2}")
_ENCODED_SHARE = 0.04
"""Percent-encoded characters of data that an address or a cookie holds; addresses in text have few."""

_MARKED = frozenset("{}()[];=<>\\\"'*/@#$_:")
_LINE = regex.compile(
    r"[\"']?[\w$-]++[\"']?\s*:\s*(?:[\"'\[{\d-]|true\b|false\b|null\b|\w+\().*[,;{\[(}\])\"']$"  # a pair of an object
    r"|[\w-]++\s*:\s*[^?]{1,200}+(?<=;|;\s?\})$|[a-z-]++:\s?[^.!?]*\b\d+(?:px|r?em|%|m?s|v[hw])?\b[^.!?]*$"  # of a style
    r"|[.#@*:&>~\[][\w-].*[,{]$|.*\{.*[{}]$"  # a selector, a rule
    r"|(?:var|let|const|function|return)\b.*[=({;]|case\b.*:$|break;$|(?:\}\s*)?(?:if|for|while|switch|catch|else if)\s*\("
    r"|<!--|-->|.*\*/$"
)
_COMMENT = ("//", "/*")
_CLOSING = "})];, "
_ITEM = regex.compile(r"[\"'][^\"']*+[\"'],?$|-?[\d.]++,?$")
_LAST = frozenset("{(;,")
_MARKS = 3
"""Marks of program text in a line that ends with one of `_LAST`, which prose may end with too."""
_SENTENCE = regex.compile(r"[.!?…][\"'”’»)]*$|[\p{Han}\p{Hiragana}\p{Katakana}]{12,}")
_PROSE_WORDS = 8
_NO_PROSE = frozenset("{}<>=;")
_TEXT_WORDS = 3
"""Words of a line that is no program text and breaks a run: names of variables and closing words have fewer."""
_MIXED = 400
"""Characters from which on a line that is not minified holds text too, as some tools glue the two."""
_COMMENT_LINES = 60
"""Lines of the longest comment in program text."""
_ABOUT_CODE = regex.compile(
    r"\b(?:code|coding|javascript|jquery|css|html|json|typescript|python|php|snippets?|scripts?|functions?|apis?|syntax|variables?"
    r"|plugins?|console|selectors?|stylesheets?|programm\w+|developers?)\b",
    regex.IGNORECASE,
)
ABOUT_CODE = 0.15
ABOUT_CODE_LINES = 3
"""Share of the paragraphs, and their number, that speak of programming in a text about it."""

FEWEST = 3
"""Lines of program text in a run that names nothing of the page."""
GAP = 3
"""Short lines in a row in a run that do not: names, closing words, strings."""
BRACES = 2
"""Braces, and statements that end in a bracket, in a run that names nothing of the page."""
BESIDE = 3
"""Lines from a run within which a paragraph stands beside it."""

ORIGIN = Origin("detector", "page_scripts", "1", "cleaner/propose/page_scripts.py")
NAMED, UNNAMED = 0.98, 0.92


@dataclass(frozen=True, slots=True)
class Run:
    """Program text in the lines `start` to `end` (excluded) of a text: `sure` lines that read like it, `braces` that
    open and close blocks and calls, and what is `said` that only a page says."""

    start: int
    end: int
    sure: int
    braces: int
    said: str | None


def page_scripts(document: Document) -> tuple[Edit, ...]:
    """The removals of the page's scripts, styles and data in `document`; of a page only those that no listing holds."""
    text = document.text
    if sum(map(text.count, _SIGNS)) < FEWEST_SIGNS:
        return ()
    blocks = document.blocks
    lines = [text[block.span.start : block.span.end].strip() for block in blocks]
    looks = ["t" if "code" in block.marks else _look(line) for line, block in zip(lines, blocks, strict=True)]
    for first, last in _comments(lines, looks):
        looks[first : last + 1] = "c" * (last + 1 - first)
    runs = list(_runs(lines, looks))
    if not any(run.said for run in runs):
        return ()
    prose = [at for at, look in enumerate(looks) if look == "p"]
    about = [at for at in prose if _ABOUT_CODE.search(lines[at])]
    on_code = len(about) >= max(ABOUT_CODE_LINES, ABOUT_CODE * len(prose))
    beside = {near for at in prose for near in range(at - BESIDE, at + BESIDE + 1)}
    first, last = (prose[0], prose[-1]) if prose else (len(lines), 0)
    found: list[Edit] = []
    for run in runs:
        above, below = run.start - 1 in beside, run.end in beside
        if on_code and (above or below or not run.said or first < run.start < last):
            continue
        if run.said is None and (run.sure < FEWEST or run.braces < BRACES or (above and below)):
            continue
        span = Span(blocks[run.start].span.start, blocks[run.end - 1].span.end)
        evidence = [Evidence("program text", run.sure)]
        if run.said:
            evidence.append(Evidence("says of the page", run.said))
        found.append(Edit(span, Kind.SCRIPT, ORIGIN, confidence=NAMED if run.said else UNNAMED, evidence=tuple(evidence)))
    if not on_code:
        taken = SpanSet(edit.span for edit in found)
        for block in blocks:
            if len(block.span) >= _LONG and not taken.intersects(block.span):
                found += _cuts(text, block.span)
    return tuple(sorted(found, key=lambda edit: edit.span))


def without_scripts(document: Document, scripts: Iterable[Edit]) -> Document:
    """`document` with spaces for the characters of `scripts`: for readers of its language and its letters, whose
    findings stand where they stand in it."""
    parts: list[str] = []
    at = 0
    for edit in scripts:
        parts += (document.text[at : edit.span.start], " " * len(edit.span))
        at = edit.span.end
    return replace(document, text="".join((*parts, document.text[at:]))) if parts else document


class PageScripts:
    """Proposes the removals that `page_scripts` found."""

    def propose(self, context: Context, settled: Settled) -> Iterable[Proposal]:
        """The removals, which nothing that was settled before bears on."""
        del settled
        return context.scripts


def _cuts(text: str, line: Span) -> Iterator[Edit]:
    """The removals of scripts inside a line, of those that say something of the page."""
    for part in _glued(line.of(text)):
        span = part.shift(line.start)
        said = _OF_THE_PAGE.search(text, span.start, span.end)
        if said is not None:
            evidence = (Evidence("glued to text", len(span)), Evidence("says of the page", said.group()))
            yield Edit(span, Kind.SCRIPT, ORIGIN, confidence=NAMED, evidence=evidence)


def _look(line: str) -> str:
    """How a stripped line looks: `p`rose, `c`ode, `m`inified code, `d`ata, `t`ext of a few words, or `s`hort."""
    if len(line) >= _LONG:
        if _is_data(line):
            return "d"
        if _is_minified(_ADDRESS.sub("", line)):
            return "m"
    if _MARKED.isdisjoint(line):
        words = len(line.split())
        return "p" if words >= _PROSE_WORDS and _SENTENCE.search(line) else "t" if words >= _TEXT_WORDS else "s"
    if line.startswith(_COMMENT):
        return "c"
    rest = line.lstrip(_CLOSING)
    if rest != line and (not rest or rest[0].isalpha()):  # text may be glued to the end of a script
        return "c" if not rest or _look(rest) == "c" else "t"
    words = len(line.split())
    if words >= _PROSE_WORDS and _NO_PROSE.isdisjoint(line) and _SENTENCE.search(line):
        return "p"
    if len(line) > _MIXED:
        return "t"
    if _LINE.match(line) or is_program_line(line):
        return "t" if _holds_text(line) else "c"
    if line[-1:] in _LAST and len(_MARK.findall(line)) >= _MARKS:
        return "c"
    return "t" if words >= _TEXT_WORDS and not _ITEM.match(line) else "s"


def _is_minified(line: str) -> bool:
    """Whether a long line is program text and nothing else."""
    if len(_ENCODED.findall(line)) >= max(_ENCODED_SHARE * len(line), 1):
        return True
    if len(line) < _LONG or len(_MARK.findall(line)) < _DENSITY * len(line):
        return False
    return not _holds_text(line)


def _holds_text(line: str) -> bool:
    """Whether a line has a clause of text in it, whatever else; the strings of program text are none."""
    line = _STRING.sub("", line)
    words = [match.start() for match in _WORDS.finditer(line)]
    return any(
        last - first <= _CLAUSE_CHARACTERS and len(_MARK.findall(line, first, last)) <= _CLAUSE_MARKS
        for first, last in zip(words, words[_CLAUSE:], strict=False)
    )


_OPENS = regex.compile(
    r"!function\b|;?\(function\b|\bfunction(?:\s+\w+)?\s*\([\w, $]*\)\s*\{|\b(?:var|let|const) \w+\s*=|\b(?:window|document|self|googletag)\.\w"
    r"|(?:\$|jQuery)\(|\b(?:if|try|for)\s*[({]|/\* ?<!\[CDATA|[.#@][\w-]+[\w\s.#:>-]{0,200}\{|:root\s*\{|\{\s*\"@?\w+\"\s*:"
)
"""How a script begins in the middle of a line."""
_GOES_ON = regex.compile(r"\s*(?:[({\[;,}\])!]|//\]\]>|/\*|else\b|catch\b|return\b|[\w$.]+\s*(?:[=({]|\+\+)|[.#@][\w-])")
_BRACKETS = {")": "(", "}": "{", "]": "["}
_LEAST = 40
"""Characters of a script inside a line."""
_MOST, _TRIES = 200_000, 50
"""Characters of its longest statement, and beginnings of a line that may lead nowhere: what bounds the time that a line
takes."""


def _glued(line: str) -> Iterator[Span]:
    """The scripts that a tool glued to the text of a line: statements whose brackets all close."""
    at = tries = 0
    while tries < _TRIES and (opening := _OPENS.search(line, at)) is not None:
        start = opening.start()
        end = start
        while (stop := _statement_end(line, end)) and not _holds_text(line[end:stop]):
            end = stop
            if _GOES_ON.match(line, end) is None and _OPENS.match(line, end) is None:
                break
        if end - start >= _LEAST:
            yield Span(start, end)
        else:
            tries += 1
        at = max(end, opening.end())


def _statement_end(line: str, start: int) -> int:
    """Where the statement that begins at `start` ends; 0 where its brackets do not close within `_MOST` characters."""
    depth: list[str] = []
    for at in range(start, min(len(line), start + _MOST)):
        mark = line[at]
        if mark in "({[":
            depth.append(mark)
        elif mark in ")}]":
            if not depth or depth.pop() != _BRACKETS[mark]:
                return at + 1 if at == start else 0
            if mark == "}" and not depth:
                return at + 1
        elif mark == ";" and not depth:
            return at + 1
    return 0


def _is_data(line: str) -> bool:
    """Whether a line is a JSON object or array, alone or given to a name; its strings may be as long as articles."""
    if '"' not in line:
        return False
    found = _DATA.fullmatch(line)
    if found is None:
        return _QUOTED_DATA.fullmatch(line) is not None
    try:
        json.loads(found["value"])
    except (ValueError, RecursionError):
        return False
    return True


def _comments(lines: Sequence[str], looks: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first and last lines of comments that program text holds: whatever they say is no text of the page."""
    at = 0
    while at < len(lines):
        opened = lines[at].rfind("/*")
        if opened >= 0 and looks[at] == "c" and "*/" not in lines[at][opened:]:
            for last in range(at + 1, min(at + _COMMENT_LINES, len(lines))):
                if len(lines[last]) > _MIXED:
                    break
                if "*/" in lines[last]:
                    yield at, last
                    at = last
                    break
        at += 1


def _runs(lines: Sequence[str], looks: Sequence[str]) -> Iterator[Run]:
    """The runs of program text: lines that read like it, with the short ones and the comments between them."""
    start = last = -1
    sure = 0
    for at, look in enumerate(looks):
        if look in "cmd":
            if start < 0:
                start, sure = at, 0
            sure += 1
            last = at
        elif start >= 0 and (look in "pt" or at - last > GAP):
            yield _run(lines, looks, start, last + 1, sure)
            start = -1
    if start >= 0:
        yield _run(lines, looks, start, last + 1, sure)


def _run(lines: Sequence[str], looks: Sequence[str], start: int, end: int, sure: int) -> Run:
    text = "\n".join(lines[start:end])
    found = _OF_THE_PAGE.search(text)
    said = found.group() if found else "data" if "d" in looks[start:end] else None
    return Run(start, end, sure, text.count("{") + text.count("}") + text.count(");"), said)
