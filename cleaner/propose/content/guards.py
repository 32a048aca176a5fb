"""What stays although the model is against it: close calls in which eating a sentence is the likelier mistake.

Units are judged one by one, and some stand or fall together: half a list is worse than either all of it or none, and
so are half a code listing and a song without its refrain. Running text in scripts without spaces is rare in the
training data, so that the model doubts it. Each guard asks for a place inside the article, or for the shape of prose,
and for a probability that is no clear no.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

import numpy as np
import numpy.typing as npt
import regex

from cleaner.inputs.html import DomIndex
from cleaner.model import Document
from cleaner.propose.content.characters import Integers
from cleaner.propose.content.text_units import TextUnits
from cleaner.propose.time_stamps import FEWEST, LONGEST, is_time_stamp

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_AROUND = 0.9
"""p(content) of the blocks before and after the list: it stands in the article, not at its edge."""

_LIKELY = 0.2
"""Mean p(content) of the items, weighed by their length, from which on the list stays."""

_IN_LIST = frozenset({"list", "hidden"})
"""Marks of a block in a list; one that is hidden is marked as that."""

_LEVELS = 4
"""How far above a block its list may be."""

_TABLE_LEVELS = 8
"""How far above a block its table may be: cells hold tables, and headings, lists and paragraphs."""
_TABLE_REACH = 3
"""Blocks before and after a table among which one must be kept: captions and notes stand between."""


_REFRAIN = 0.15
"""p(content) of a line that a text repeats, from which on it is taken for a refrain. Labels that repeat
("Advertisement") are given .05 or less."""

_REFRAIN_OF_A_PAGE = 0.3
"""The same in a flattened page, where buttons repeat between the paragraphs. With .15, word F1 of flattened news
pages is .0035 lower; with none, recall of list articles .007."""

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_UNSPACED_WORDS = 12
_UNSPACED_LIKELY = 0.05
"""Running text of so many words (two characters each) in a script without spaces stays from this p(content) on. 6 of
the 923 training pages are in such scripts; teasers and menus there do not end like sentences."""


_STAMP_LIKELY = 0.2
"""p(content) of a live blog's time stamp, from which on it stays with the others."""

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

HIDDEN = frozenset({"hidden", "noscript", "alt"})
"""Marks of blocks that a reader does not see."""

_SETTING_TIMES = 3
_SETTING_LEVELS = 4
_SETTING_WORDS = 15
_SETTING_LIKELY = 0.01

_SHORT_ARTICLE = 300
_SHORT_WORDS = 12
_SHORT_LIKELY = 0.2
_SHORT_LEVELS = 3
_SHORT_REACH = 2


def with_whole_lists(document: Document, p: Floats, good: Flags) -> Flags:
    """`good`, and a page's lists between two sure blocks of the article whose items are likely content together.

    Out of fold it moves word F1 by less than .0002 on either set: it is for the lists that are the article.
    """
    sure = np.flatnonzero(p >= _AROUND)
    if not isinstance(document.dom, DomIndex) or not len(sure):
        return good
    good = good.copy()
    for items in _lists(document, document.dom, range(int(sure[0]), int(sure[-1]) + 1)):
        first, last = items[0], items[-1]
        if good[items].all() or last - first + 1 != len(items) or first == 0 or last + 1 == len(p):
            continue
        if min(p[first - 1], p[last + 1]) < _AROUND:
            continue
        sizes = [len(document.blocks[at].span) for at in items]
        if np.average(p[items], weights=sizes) >= _LIKELY:
            good[items] = True
    return good


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
        if np.average(p[rows], weights=sizes) >= _LIKELY:
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
    settings = Counter(_setting(document.dom, at) for at in sure.tolist())
    wordings = {at: document.blocks[at].span.of(document.text).strip() for at in asked.tolist()}
    times = Counter(wordings.values())
    good = good.copy()
    for at, wording in wordings.items():
        if times[wording] == 1 and settings[_setting(document.dom, at)] >= _SETTING_TIMES:
            good[at] = True
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


def _around(dom: DomIndex, number: int, levels: int) -> Iterator[int]:
    """The element of block `number` and those around it, the innermost first, `levels` in all."""
    element = dom.owners[number]
    for _ in range(levels):
        if element < 0:
            return
        yield element
        element = dom.elements.parent[element]


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


def _setting(dom: DomIndex, number: int) -> tuple[str, ...]:
    """Tags and names of the elements around block `number`, the innermost first."""
    elements = dom.elements
    around = _around(dom, number, _SETTING_LEVELS)
    return tuple(said for element in around for said in (elements.tag[element], elements.names[element]))


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


def near(flags: Flags, reach: int) -> Flags:
    """Which units have one of those in `flags` among the `reach` before and after them, or are one."""
    found = flags.copy()
    for step in range(1, min(reach, len(flags) - 1) + 1):
        found[step:] |= flags[:-step]
        found[:-step] |= flags[step:]
    return found


def with_refrains(text: str, units: TextUnits, p: Floats, good: Flags, *, is_page: bool = False) -> Flags:
    """`good`, and the lines of a flat text that repeat between its first and last kept line. In a page with its menus,
    flattened, they must be likelier."""
    kept = np.flatnonzero(good)
    if not len(kept):
        return good
    first, last = int(kept[0]), int(kept[-1]) + 1
    least = _REFRAIN_OF_A_PAGE if is_page else _REFRAIN
    asked = np.flatnonzero(~good[first:last] & (p[first:last] >= least))
    if not len(asked):
        return good
    bounds = zip(units.starts[first:last].tolist(), units.ends[first:last].tolist(), strict=True)
    wordings = [text[start:end].strip() for start, end in bounds]
    times = Counter(wordings)
    good = good.copy()
    good[[first + at for at in asked.tolist() if times[wordings[at]] > 1]] = True
    return good


def with_whole_code(document: Document, blocks: Integers, good: Flags) -> Flags:
    """`good`, and the code listings (`<pre>` of a page, fences of Markdown) of which any line is kept. `blocks` are the
    blocks of the units. Of the 37 development pages with listings, out of fold, word F1 rises by .01: a model that
    learned from prose is of two minds about most lines of code."""
    if not any("code" in block.marks for block in document.blocks):
        return good
    code = np.array(["code" in block.marks for block in document.blocks], dtype=np.bool_)[blocks]
    good = good.copy()
    edges = np.flatnonzero(np.diff(np.concatenate(([False], code, [False])).view(np.int8)))
    for start, end in zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True):
        good[start:end] |= good[start:end].any()
    return good


def with_whole_stamps(text: str, starts: Integers, ends: Integers, p: Floats, good: Flags) -> Flags:
    """`good`, and the time stamps between its first and last unit, where most stamps of a live blog are kept and the
    model is of two minds about the others."""
    short = ends - starts <= LONGEST
    if not (short & ~good & (p >= _STAMP_LIKELY)).any() or not good.any():
        return good
    kept = np.flatnonzero(good)
    between = range(int(kept[0]), int(kept[-1]) + 1)
    stamps = [at for at in between if short[at] and is_time_stamp(text[starts[at] : ends[at]].strip())]
    if len(stamps) < FEWEST or 2 * good[stamps].sum() <= len(stamps):
        return good
    good = good.copy()
    good[stamps] |= p[stamps] >= _STAMP_LIKELY
    return good


def with_whole_rows(text: str, starts: Integers, p: Floats, good: Flags) -> Flags:
    """`good`, and the rows of a Markdown table ("| Rest | Walk |") of which any is kept, or which are likely content
    together. Of 214 such tables in what an extractor left of the development pages 12 were kept in part."""
    if "\n|" not in text:
        return good
    rows = np.array([text.startswith("|", text.rfind("\n", 0, start) + 1) for start in starts.tolist()], dtype=np.bool_)
    good = good.copy()
    edges = np.flatnonzero(np.diff(np.concatenate(([False], rows, [False])).view(np.int8)))
    for start, end in zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - start > 1:
            good[start:end] |= good[start:end].any() or p[start:end].mean() >= _LIKELY
    return good


def with_unspaced_prose(text: str, units: TextUnits, prose: Floats, p: Floats, good: Flags) -> Flags:
    """`good`, and running text in scripts without spaces that the model does not clearly refuse. `prose` are the words
    of running text in each unit."""
    good = good.copy()
    for at in np.flatnonzero(~good & (prose >= _UNSPACED_WORDS) & (p >= _UNSPACED_LIKELY)).tolist():
        line = text[units.starts[at] : units.ends[at]]
        if 2 * len(_UNSPACED.findall(line)) > len(line):
            good[at] = True
    return good
