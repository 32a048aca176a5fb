"""What stays of a page although the model is against it: see `guards.py`.

Lists, tables and headings stand or fall with their like; paragraphs that are set like sure ones, or stand among them,
are paragraphs too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise

import numpy as np
import regex

from cleaner.inputs.html import DomIndex
from cleaner.model import Block, Document
from cleaner.propose.content.guards import HIDDEN, LIKELY, Flags, Floats, near

_AROUND = 0.9
"""p(content) of the blocks before and after the list: it stands in the article, not at its edge."""

_IN_LIST = frozenset({"list", "hidden"})
"""Marks of a block in a list; one that is hidden is marked as that."""

_LEVELS = 4
"""How far above a block its list may be."""

_TABLE_LEVELS = 8
"""How far above a block its table may be: cells hold tables, and headings, lists and paragraphs."""
_TABLE_REACH = 3
"""Blocks before and after a table among which one must be kept: captions and notes stand between."""

_STANDFIRST_WORDS = 8
_STANDFIRST_LIKELY = 0.15
_STANDFIRST_SHARE = 0.6
"""Of the longer of the two, the share that the shorter has: descriptions are cut short, and standfirsts glued to
labels."""
_SHOWN = 80
"""Characters in which they agree."""
_FIRST_WORDS = 3
"""Words of a block that are looked for in the description before the block is folded."""
_ROUGHLY = 0.5
"""`_STANDFIRST_SHARE` of lengths that count punctuation and white space too."""
_NO_WORD = regex.compile(r"\W+")
_A_WORD = regex.compile(r"\w+")

_SETTING_TIMES = 3
_SETTING_LEVELS = 4
_SETTING_WORDS = 15
_SETTING_LIKELY = 0.01

_LIKE_LEVELS = 2

_BODY_WORDS = 2_000
_BODY_KEPT = 0.8
_BODY_LIKELY = 0.05

_PARTLY_LIKELY = 0.3
"""Mean p(content) of the items of a list of text from which on all stay where some do."""

_HEADING_LIKELY = 0.3
_HEADING_LEVELS = 3

_GAP = 8
_GAP_LIKELY = 0.25
_GAP_AFTER = 2
"""Blocks of running text that stay above a gap, or at its upper edge."""

_BESIDE_WORDS = 25
_BESIDE_LIKELY = 0.25
_BESIDE_LEVELS = 3
_BESIDE_REACH = 2
_SENTENCE_ENDS = frozenset('.!?…。！？"”»)')

_SHORT_ARTICLE = 300
_SHORT_WORDS = 12
_SHORT_LIKELY = 0.2
_SHORT_LEVELS = 3
_SHORT_REACH = 2


def with_whole_lists(document: Document, p: Floats, good: Flags) -> Flags:
    """`good`, and a page's lists whose items are likely content together: those between two sure blocks of the article
    (a list of text with the heading above it), and lists of text of which some items stay.

    Out of fold it moves word F1 by less than .0002 on either set: it is for the lists that are the article. Of 129
    lists that were kept in part, what it adds is in the gold text of 83; the others are a page's as often as a gold
    text's that is cut short.
    """
    kept = np.flatnonzero(good | (p >= _AROUND))
    if not isinstance(document.dom, DomIndex) or not len(kept):
        return good
    found = good.copy()
    for items in _lists(document, document.dom, range(int(kept[0]), int(kept[-1]) + 1)):
        first, last = items[0], items[-1]
        if good[items].all() or last - first + 1 != len(items):
            continue
        blocks = [document.blocks[at] for at in items]
        sizes = [len(block.span) for block in blocks]
        likely = np.average(p[items], weights=sizes)
        of_text = 2 * sum(block.link_chars for block in blocks) < sum(sizes)
        if likely >= LIKELY and _is_between(p, first, last):
            found[items] = True
        elif likely >= LIKELY and of_text and _is_headed(document, p, first) and _is_between(p, first - 1, last):
            found[first - 1 : last + 1] = True
        elif good[items].any() and of_text and likely >= _PARTLY_LIKELY:
            found[[at for at in items if p[at] >= LIKELY and "alt" not in document.blocks[at].marks]] = True
    return found


def _is_between(p: Floats, first: int, last: int) -> bool:
    """Whether the model is sure of the blocks before `first` and after `last`."""
    return first > 0 and last + 1 < len(p) and bool(min(p[first - 1], p[last + 1]) >= _AROUND)


def _is_headed(document: Document, p: Floats, first: int) -> bool:
    """Whether a heading that the model does not refuse stands before block `first`."""
    return first > 0 and bool(document.blocks[first - 1].heading) and bool(p[first - 1] >= _HEADING_LIKELY)


def with_like_headings(document: Document, p: Floats, good: Flags) -> Flags:
    """`good`, and the headings inside the article that are set like others most of which stay, where the model is of
    two minds about them. Out of fold, and on 93 pages of other sites, 77 of 86 such headings are in the gold text.
    """
    kept = np.flatnonzero(good)
    if not isinstance(document.dom, DomIndex) or not len(kept):
        return good
    inside = range(int(kept[0]), int(kept[-1]) + 1)
    doubted = [at for at in inside if document.blocks[at].heading and not good[at] and p[at] >= _HEADING_LIKELY]
    if not doubted:
        return good
    alike: dict[tuple[str, ...], list[int]] = {}
    for at in inside:
        if document.blocks[at].heading:
            alike.setdefault(_setting(document.dom, at, _HEADING_LEVELS), []).append(at)
    found = good.copy()
    for at in doubted:
        like = alike[_setting(document.dom, at, _HEADING_LEVELS)]
        found[at] = 2 * good[like].sum() > len(like)
    return found


def with_whole_tables(document: Document, p: Floats, good: Flags) -> Flags:
    """`good`, and a page's tables with kept blocks before and after them whose rows are likely content together: the
    model learned from prose, and keeps some rows of a training plan and not others.

    Out of fold word F1 rises on 16 WCXB pages and falls on seven, by .008 at most (+.0004 over all of them); news pages
    do not change. Tables beside the article, or at its end, are navigation and page layout as often as not.
    """
    if not isinstance(document.dom, DomIndex) or not any("table" in block.marks for block in document.blocks):
        return good
    found = good.copy()
    for rows in _tables(document, document.dom):
        before, after = good[max(0, rows[0] - _TABLE_REACH) : rows[0]], good[rows[-1] + 1 :][:_TABLE_REACH]
        if good[rows].all() or not before.any() or not after.any():
            continue
        sizes = [len(document.blocks[at].span) for at in rows]
        if np.average(p[rows], weights=sizes) >= LIKELY:
            found[rows] = True
    return found


def _tables(document: Document, dom: DomIndex) -> list[list[int]]:
    """Which blocks stand in each table, the outermost where one holds another; code listings with line numbers are set
    as tables too, and are none."""
    found: dict[int, list[int]] = {}
    for number, block in enumerate(document.blocks):
        if "table" in block.marks and "code" not in block.marks:
            around = _around(dom, number, _TABLE_LEVELS)
            holders = [element for element in around if dom.elements.tag[element] == "table"]
            if holders:
                found.setdefault(holders[-1], []).append(number)
    return list(found.values())


def with_same_setting(document: Document, p: Floats, prose: Floats, good: Flags) -> Flags:
    """`good`, and running text after the article's first sure paragraph that is set like `_SETTING_TIMES` sure ones:
    the same tags and names up to `_SETTING_LEVELS` elements above. A box of teasers or headlines around the last
    paragraphs hides them from the model. What stands on the page twice is no paragraph. `prose` are the words of
    running text in each block.

    On every third WCXB page and all news pages, out of fold, it brings back 13 paragraphs and keeps 7 lines of debris
    (word F1 the same): an eaten paragraph is the worse of the two.
    """
    running = prose >= _SETTING_WORDS
    sure = np.flatnonzero(running & (p >= _AROUND))
    if not isinstance(document.dom, DomIndex) or len(sure) < _SETTING_TIMES:
        return good
    asked = np.flatnonzero(running & ~good & (p >= _SETTING_LIKELY))
    asked = asked[asked > sure[0]]
    if not len(asked):
        return good
    settings = Counter(_setting(document.dom, at, _SETTING_LEVELS) for at in sure.tolist())
    wordings = {at: document.blocks[at].span.of(document.text).strip() for at in asked.tolist()}
    times = Counter(wordings.values())
    good = good.copy()
    for at, wording in wordings.items():
        if times[wording] == 1 and settings[_setting(document.dom, at, _SETTING_LEVELS)] >= _SETTING_TIMES:
            good[at] = True
    return good


def set_like_kept(document: Document, asked: Flags, good: Flags) -> list[int]:
    """Which of the blocks that are `asked` about are seen, and set like some that are `good`: the same tags and names
    up to `_LIKE_LEVELS` elements above. Comments, teasers and menus are not."""
    if not isinstance(document.dom, DomIndex):
        return []
    dom = document.dom
    kept = {_setting(dom, at, _LIKE_LEVELS) for at in np.flatnonzero(good).tolist()}
    seen = (at for at in np.flatnonzero(asked).tolist() if document.blocks[at].marks.isdisjoint(HIDDEN))
    return [at for at in seen if _setting(dom, at, _LIKE_LEVELS) in kept]


def with_whole_body(document: Document, p: Floats, prose: Floats, good: Flags) -> Flags:
    """`good`, and the paragraphs of a long article that are set alike, where the model is of two minds about all of
    them: of `_BODY_WORDS` words and more a part is kept, `_BODY_KEPT` of them at most, and they have a mean p(content)
    of `LIKELY`. `prose` are the words of running text in each block.

    Long articles in encyclopedias have more references than text, so that their paragraphs look like little of the
    page: of one of 9,000 words a fifth was kept. Of 923 development pages, out of fold, it changes one, whose word F1
    falls by .04; without the bounds of words and of what is kept 29, for the worse.
    """
    if not isinstance(document.dom, DomIndex):
        return good
    running = np.flatnonzero(prose >= _SETTING_WORDS).tolist()
    if prose[running].sum() < _BODY_WORDS or good[running].all():
        return good
    alike: dict[tuple[str, ...], list[int]] = {}
    for at in running:
        alike.setdefault(_setting(document.dom, at, _SETTING_LEVELS), []).append(at)
    good = good.copy()
    for body in alike.values():
        words, kept = prose[body].sum(), prose[body][good[body]].sum()
        if words < _BODY_WORDS or good[body].sum() < _SETTING_TIMES or kept > _BODY_KEPT * words:
            continue
        if np.average(p[body], weights=prose[body]) >= LIKELY:
            good[body] |= p[body] >= _BODY_LIKELY
    return good


def with_short_article(document: Document, p: Floats, prose: Floats, good: Flags) -> Flags:
    """`good`, and of a page of which fewer than `_SHORT_ARTICLE` words of running text are kept, the running text that
    stands within `_SHORT_REACH` blocks of some that is and hangs, up to `_SHORT_LEVELS` elements above, on one element
    with it: pages of little text give the model little to go by. `prose` are the words of running text in each block.

    Out of fold it adds 15 blocks to 9 pages, whose word F1 rises from .75 to .86; it rises too with 200 and 400 words,
    and with .1, where it keeps prompts, and with any reach, where it keeps comments. With no limit of words it falls.
    """
    if not isinstance(document.dom, DomIndex) or prose[good].sum() >= _SHORT_ARTICLE:
        return good
    running = prose >= _SHORT_WORDS
    asked = np.flatnonzero(running & ~good & (p >= _SHORT_LIKELY) & near(good, _SHORT_REACH)).tolist()
    kept = np.flatnonzero(running & good).tolist()
    if not asked or not kept:
        return good
    hearts = {element for at in kept for element in _around(document.dom, at, _SHORT_LEVELS)}
    good = good.copy()
    good[[at for at in asked if not hearts.isdisjoint(_around(document.dom, at, _SHORT_LEVELS))]] = True
    return good


def with_paragraphs_beside(document: Document, p: Floats, prose: Floats, good: Flags) -> Flags:
    """`good`, and the paragraphs that stand beside kept ones, step by step: running text of `_BESIDE_WORDS` words and
    more that ends like a sentence, within `_BESIDE_REACH` blocks of some that stays, with which it hangs, up to
    `_BESIDE_LEVELS` elements above, on one element. `prose` are the words of running text in each block.

    An article's first paragraph under a picture, the long items of a list, and an aside are unlike what the model
    learned from. Out of fold 30 of the 66 that it brings back are in the gold text, and many of the others are an
    article's too, whose gold text is cut short: word F1 is the same. On 93 pages of other sites all 38 are.
    """
    dom = document.dom
    if not isinstance(dom, DomIndex):
        return good
    asked = (prose >= _BESIDE_WORDS) & (p >= _BESIDE_LIKELY) & ~good
    asked[[at for at in np.flatnonzero(asked).tolist() if not _ends_sentence(document, at)]] = False
    good = good.copy()
    holders = np.flatnonzero(good & (prose >= _SHORT_WORDS) & near(asked, _BESIDE_REACH)).tolist()
    while holders:
        holder = holders.pop()
        held = frozenset(_around(dom, holder, _BESIDE_LEVELS))
        for at in range(max(0, holder - _BESIDE_REACH), min(len(p), holder + _BESIDE_REACH + 1)):
            if asked[at] and not held.isdisjoint(_around(dom, at, _BESIDE_LEVELS)):
                asked[at], good[at] = False, True
                holders.append(at)
    return good


def with_gaps_filled(document: Document, p: Floats, prose: Floats, good: Flags) -> Flags:
    """`good`, and what stands between two kept blocks, up to `_GAP` blocks, if its elements have the parent of both,
    the model refuses none of it clearly and none of it is links: the middle of a list that is set as paragraphs ("4.
    Canada"), a short answer. Between the standfirst and the next paragraph stand bylines and dates. `prose` are the
    words of running text in each block.

    Out of fold word F1 rises on 25 pages and falls on 17; on 93 pages of other sites it rises by .0008.
    """
    dom = document.dom
    if not isinstance(dom, DomIndex):
        return good
    parents = [dom.elements.parent[owner] if owner >= 0 else -1 for owner in dom.owners]
    running = np.flatnonzero(good & (prose >= _SHORT_WORDS))
    if len(running) < _GAP_AFTER:
        return good
    kept = np.flatnonzero(good)
    found: list[int] = []
    for before, after in pairwise(kept[kept >= running[_GAP_AFTER - 1]].tolist()):
        gap = range(before + 1, after)
        if not 0 < len(gap) <= _GAP or p[gap.start : gap.stop].min() < _GAP_LIKELY:
            continue
        if len({*parents[before : after + 1]}) == 1 and not any(_is_label(document.blocks[at]) for at in gap):
            found += gap
    if not found:
        return good
    good = good.copy()
    good[found] = True
    return good


def _is_label(block: Block) -> bool:
    """Whether a block is mostly links, or what a reader does not see."""
    return 2 * block.link_chars > len(block.span) or not block.marks.isdisjoint(HIDDEN)


def _ends_sentence(document: Document, number: int) -> bool:
    return document.blocks[number].span.of(document.text).rstrip()[-1:] in _SENTENCE_ENDS


def _around(dom: DomIndex, number: int, levels: int) -> Iterator[int]:
    """The element of block `number` and those around it, the innermost first, `levels` in all."""
    return islice(dom.above(dom.owners[number]), levels)


def with_standfirst(document: Document, p: Floats, good: Flags) -> Flags:
    """`good`, and the standfirst of a page: the first block that the model does not refuse and that says what the page
    gives as its description, unless one that does stays already.

    Of such blocks on every third WCXB page and all news pages three in five are in the gold text.
    """
    told = _folded(document.meta.description or "")
    if told.count(" ") + 1 < _STANDFIRST_WORDS:
        return good
    for at in np.flatnonzero(good | (p >= _STANDFIRST_LIKELY)).tolist():
        block = document.blocks[at]
        if not _ROUGHLY * len(told) < len(block.span) < len(told) / _ROUGHLY:  # nearly all blocks
            continue
        text = block.span.of(document.text)
        if not _may_begin_alike(text, told):
            continue
        said = _folded(text)
        shorter, longer = sorted((told, said), key=len)
        if block.marks & HIDDEN or len(shorter) < _STANDFIRST_SHARE * len(longer) or shorter[:_SHOWN] not in longer:
            continue
        if not good[at] and said.count(" ") + 1 >= _STANDFIRST_WORDS:
            good = good.copy()
            good[at] = True
        return good
    return good


def _may_begin_alike(text: str, told: str) -> bool:
    """Whether the first words of `text` stand in `told`, which is folded, or all that `told` begins with in `text`:
    where neither do, neither folded text holds the other's beginning. Folding is most of the cost of comparing."""
    first = " ".join(word.group() for word in islice(_A_WORD.finditer(text), _FIRST_WORDS)).casefold()
    if first and first[:_SHOWN] in told:
        return True
    said = text.casefold()
    return all(word in said for word in told[:_SHOWN].split())


def _folded(text: str) -> str:
    return _NO_WORD.sub(" ", text).strip().casefold()


def _setting(dom: DomIndex, number: int, levels: int) -> tuple[str, ...]:
    """How block `number` is set: the tag and class of its element, and the tags and names of those around it, `levels`
    in all, the innermost first. Its own id tells it from all others, and says nothing."""
    elements = dom.elements
    said: list[str] = []
    for element in _around(dom, number, levels):
        names = elements.names[element] if said else elements.node[element].attributes.get("class") or ""
        said += (elements.tag[element], names)
    return tuple(said)


def _lists(document: Document, dom: DomIndex, blocks: range) -> list[list[int]]:
    """Which of `blocks` stand in each list, in order of the page."""
    found: dict[int, list[int]] = {}
    for number in blocks:
        if _IN_LIST.isdisjoint(document.blocks[number].marks):
            continue
        around = _around(dom, number, _LEVELS)
        holder = next((element for element in around if dom.elements.tag[element] in ("ul", "ol")), None)
        if holder is not None:
            found.setdefault(holder, []).append(number)
    return list(found.values())
