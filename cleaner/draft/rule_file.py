"""A drafted rule file as text: commented, so that a person knows what to look at and what to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaner.draft.proposals import Proposal

_PROSE = (
    "Put a sentence or two of your own here, as they would stand in an article of this source on any day of the week.",
    "Put another here, so that the example holds an article, and what goes stands between two paragraphs that stay.",
    "And a third one: rules with a bound count lines, and an article has more of them than what is around it.",
)

_SAMPLE_CHARS = 160

_NEAR_MISS = """\
# A near miss: prose that holds the same words and must stay. Write one, take the comment signs away, and run
# `cleaner rules lint`, which asks for it, and `cleaner rules test`.
# [[example]]
# title = "prose with the same words stays"
# before = '''
# ...
# '''
"""


@dataclass(frozen=True, slots=True)
class Header:
    """What stands at the top of the file."""

    id: str
    name: str
    hosts: tuple[str, ...]
    site_names: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    container: str | None = None
    pages: int = 1


def rule_file(header: Header, proposals: Sequence[Proposal], examples: Sequence[str] = ("text", "html")) -> str:
    """The whole file. `examples` are the media that examples are written for."""
    parts = [_top(header), _content(header), *(_drop(proposal) for proposal in proposals)]
    if not proposals:
        parts.append("# Nothing repeats, and nothing was taken: add a [[drop]] for each piece of debris.\n")
    if "text" in examples:
        parts += _text_example(proposals)
    if "html" in examples:
        parts += _page_example(header, proposals)
    return "\n".join([*parts, _NEAR_MISS])


def _top(header: Header) -> str:
    lines = [
        f"# {header.name}: drafted from {header.pages} saved page{'s' if header.pages > 1 else ''}.",
        "# Everything below is a proposal: read it, try it (`cleaner check --rules rules fixtures`), take away what is",
        "# wrong. What each key means: docs/rules.md of the project.",
        "schema = 1",
        f"id     = {literal(header.id)}",
        f"name   = {literal(header.name)}",
        "",
        "[match]",
        f"hosts      = {_list(header.hosts)}",
    ]
    if header.site_names:
        lines.append(f"site_names = {_list(header.site_names)}")
    if header.signature:
        lines.append("# Lines that tell this source in a text without an address. An unnamed text is not attributed.")
        lines.append(f"signature  = {_list(header.signature)}")
    else:
        lines.append(
            "# For texts without an address, a line that names the source: signature = ['^Example Times Media']"
        )
    return "\n".join(lines) + "\n"


def _content(header: Header) -> str:
    if header.container is None:
        return "# For pages, the element that holds the article:\n# [content]\n# select = ['article']\n"
    return (
        "# The element that fits best, on every page, what the heuristics take for the article.\n"
        f"[content]\nselect = [{literal(header.container)}]\n"
    )


def _drop(proposal: Proposal) -> str:
    lines = [
        f"# {proposal.why}.",
        "[[drop]]",
        f"id   = {literal(proposal.id)}",
        f"kind = {literal(str(proposal.kind))}",
    ]
    value = literal(proposal.pattern)
    match proposal.form:
        case "select":
            lines.append(f"select = [{value}]")
        case "line":
            lines.append(f"line = {value}")
        case "from":
            lines += [f"from = {value}", f"at_most = {proposal.at_most}"]
    return "\n".join(lines) + "\n"


def _text_example(proposals: Sequence[Proposal]) -> Iterator[str]:
    inner = [proposal for proposal in proposals if proposal.form == "line"]
    tails = [proposal for proposal in proposals if proposal.form == "from"]
    if not inner and not tails:
        return
    before = [_PROSE[0], *(proposal.sample for proposal in inner), *_PROSE[1:], *(tail.sample for tail in tails)]
    yield _example("what goes from a text", [*inner, *tails], before, _PROSE)


def _page_example(header: Header, proposals: Sequence[Proposal]) -> Iterator[str]:
    boxes = [proposal for proposal in proposals if proposal.form == "select"]
    if not boxes:
        return
    inner = "\n".join(_element(box.pattern, box.sample[:_SAMPLE_CHARS]) for box in boxes)
    body = f"<p>{_PROSE[0]}</p>\n{inner}\n<p>{_PROSE[1]}</p>\n<p>{_PROSE[2]}</p>"
    if header.container:
        body = _element(header.container, body)
    page = f"<!doctype html><html><head><title>Page</title></head><body>\n{body}\n</body></html>"
    yield _example("what goes from a page", boxes, page.split("\n"), _PROSE, media="html")


def _example(
    title: str, fires: Sequence[Proposal], before: Sequence[str], after: Sequence[str], media: str | None = None
) -> str:
    names = ", ".join(literal(proposal.id) for proposal in fires)
    lines = ["[[example]]", f"title = {literal(title)}", f"fires = [{names}]"]
    lines += [f"media = {literal(media)}"] if media else []
    return "\n".join([*lines, f"before = {_block(before)}", f"after = {_block(after)}"]) + "\n"


def _element(selector: str, inside: str) -> str:
    """An element that `selector` matches."""
    if selector.startswith("."):
        return f'<div class="{selector[1:]}">{inside}</div>'
    if selector.startswith("#"):
        return f'<div id="{selector[1:]}">{inside}</div>'
    if selector.startswith("["):
        return f"<div {selector[1:-1]}>{inside}</div>"
    return f"<{selector}>{inside}</{selector}>"


def _block(lines: Sequence[str]) -> str:
    text = "\n".join(lines)
    if "'''" not in text and all(char in "\t\n" or ord(char) >= 32 for char in text):
        return f"'''\n{text}\n'''"
    return _basic(text)


def literal(text: str) -> str:
    """`text` as a TOML string, unescaped where that is possible."""
    return _basic(text) if "'" in text or any(ord(char) < 32 for char in text) else f"'{text}'"


def _basic(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + "".join(char if ord(char) >= 32 else f"\\u{ord(char):04x}" for char in escaped) + '"'


def _list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(map(literal, texts)) + "]"
