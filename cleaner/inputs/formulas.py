"""Formulas of a page: each stands in it once, as TeX where the page tells its TeX.

KaTeX, MathJax and MediaWiki write a formula two or three times over: as MathML for those who cannot see it, as the TeX
that it was made from, and as boxes or a picture for those who can. A walk over the tree reads all of them, one after
the other, in the middle of a sentence. What is written here of their markup is how these three set it, in the versions
of ten years; `data-math` is what a chat keeps of a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_ASKED = "math, script[type^='math/tex'], [data-math][class*='math']"
_ANNOTATION = "annotation[encoding='application/x-tex']"
_SPACE = re.compile(r"\s+")
_WRAPPED = re.compile(r"\{\\(?:display|text)style (.*)\}")
"""MediaWiki says the style of every formula."""
_HOLDERS = re.compile(r"(?:^|\s)(?:katex-mathml|mwe-math-mathml\S*)(?:\s|$)")
_DRAWN_TAGS = frozenset({"mjx-math", "svg"})
_DRAWN = re.compile(r"(?:^|\s)(?:katex-html|mwe-math-fallback-image\S*)(?:\s|$)")
_RENDERED = re.compile(r"(?:^|\s)(?:MathJax|mjx-)")
"""Classes of what MathJax 2 draws before the script that holds the TeX."""


def formulas_of(tree: LexborHTMLParser) -> dict[int, str]:
    """What stands in place of elements, by lexbor's identity: a formula in dollars, two where it has lines of its own;
    nothing for what draws a formula a second time. Empty for most pages, which costs them one question."""
    found: dict[int, str] = {}
    for node in tree.css(_ASKED):
        if node.tag == "math":
            holder = _holder(node)
            doubles = _beside(holder) if holder.mem_id != node.mem_id else iter(())
            tex = _tex_of(node)
            if tex:
                found[holder.mem_id] = _in_dollars(tex, lines=node.attributes.get("display") == "block")
        elif (told := node.attributes.get("data-math")) is not None:
            doubles = iter(())
            found[node.mem_id] = _in_dollars(told, lines="block" in (node.attributes.get("class") or ""))
        else:
            doubles = _drawn_before(node)
            found[node.mem_id] = _in_dollars(node.text(), lines="display" in (node.attributes.get("type") or ""))
        found.update((double.mem_id, "") for double in doubles)
    return found


def _tex_of(math: LexborNode) -> str:
    """The TeX that a `math` element was made from, if it tells."""
    annotation = math.css_first(_ANNOTATION)
    told = annotation.text() if annotation is not None else math.attributes.get("alttext")
    return told or ""


def _in_dollars(tex: str, *, lines: bool) -> str:
    tex = _SPACE.sub(" ", tex).strip()
    wrapped = _WRAPPED.fullmatch(tex)
    tex = wrapped[1].strip() if wrapped else tex
    return f"$${tex}$$" if lines and tex else f"${tex}$" if tex else ""


def _holder(math: LexborNode) -> LexborNode:
    """The element around `math` that is there for it alone, or `math` itself."""
    holder = math
    while (around := holder.parent) is not None:
        names = around.attributes.get("class") or ""
        if around.tag != "mjx-assistive-mml" and not _HOLDERS.search(names):
            break
        holder = around
    return holder


def _beside(holder: LexborNode) -> Iterator[LexborNode]:
    """What draws the formula of `holder` beside it."""
    parent = holder.parent
    for node in parent.iter() if parent is not None else ():
        names = node.attributes.get("class") or ""
        if node.mem_id != holder.mem_id and (node.tag in _DRAWN_TAGS or _DRAWN.search(names)):
            yield node


def _drawn_before(script: LexborNode) -> Iterator[LexborNode]:
    """What MathJax 2 drew from `script`: the elements that stand before it."""
    node = script.prev
    while node is not None and ((node.tag == "-text" and not (node.text_content or "").strip()) or _is_drawn(node)):
        if node.tag != "-text":
            yield node
        node = node.prev


def _is_drawn(node: LexborNode) -> bool:
    return node.tag in ("span", "div", "p") and _RENDERED.search(node.attributes.get("class") or "") is not None
