"""All features of a document's units, in the order the trained networks expect them.

The first pass sees wording, markup, containers and neighbours. The second pass sees all that and what the first pass
made of the unit's neighbours and containers, so that a short line is judged by the company it keeps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cleaner.inputs.html import DomIndex
from cleaner.model import Block, Document
from cleaner.propose.content import dom_features as dom
from cleaner.propose.content import line_features as wording
from cleaner.propose.content import sequence
from cleaner.propose.content.characters import Integers
from cleaner.propose.content.columns import Columns
from cleaner.propose.content.lexicon import Lexicon
from cleaner.propose.content.network import Window
from cleaner.propose.content.text_units import TextUnits, text_units

Floats = npt.NDArray[np.float64]

_SEEN_IN_NEIGHBOURS = (
    "words",
    "function words share",
    "capitalised words share",
    "ends a sentence",
    "ends with a colon",
    "sentence ends",
    "digits share",
    "word weights: mean",
    "word weights: lowest",
    "pair weights: mean",
    "pair weights: lowest",
    "share in title",
    "copies",
    "newlines before",
)
_SEEN_IN_NEIGHBOURS_OF_A_PAGE = (
    "link density",
    "heading",
    "tag p",
    "tag li",
    "names: own",
    "names: narrow ancestors",
    "prose core branch: prose share",
    "prose core: steps up",
    "marked alt",
)
_SIZES = (
    " of the document",
    ": words",
    ": blocks",
    "words before",
    "words after",
    "units before",
    "units after",
)
_OFFSETS = (-3, -2, -1, 1, 2, 3)
_P_OFFSETS = (-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class Lexicons:
    """The learned token weights: words and pairs of words in the text, names in the markup (empty for flat text)."""

    words: Lexicon
    pairs: Lexicon
    names: Lexicon


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one document, read once: what every later computation starts from.

    `blocks` are the blocks that the units are, or lie in, `owner` these blocks' numbers. `links` is the share of
    each unit's characters inside links. `tree` is there for pages only.
    """

    lines: wording.Lines
    blocks: Sequence[Block]
    owner: Integers
    links: Floats
    hints: wording.Hints
    tree: dom.Tree | None = None
    groups: Sequence[Integers] = ()

    def __len__(self) -> int:
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Fixed:
    """The features that no learned weight enters, and the masses that containers are weighed by."""

    columns: Columns
    words: Floats
    linked: Floats
    prose: Floats


def hints_of(document: Document) -> wording.Hints:
    """What `document` says of itself outside its text."""
    return wording.Hints(document.meta.title, document.meta.description, document.witness)


def read_page(document: Document) -> Units:
    """The blocks of an HTML page as units."""
    blocks = document.blocks
    spans = [block.span for block in blocks]
    starts = np.array([span.start for span in spans], dtype=np.int64)
    ends = np.array([span.end for span in spans], dtype=np.int64)
    lines = wording.lines_of(document.text, starts, ends)
    links = _link_shares(blocks, starts, ends)
    owner = np.arange(len(blocks))
    if not isinstance(document.dom, DomIndex):
        return Units(lines, blocks, owner, links, hints_of(document))
    tree = dom.tree_of(document.dom.elements, document.dom.owners, lines)
    return Units(lines, blocks, owner, links, hints_of(document), tree, dom.group_keys(tree))


def read_text(document: Document, bounds: TextUnits | None = None) -> Units:
    """The lines of a flat text, long ones by sentence, as units; or those in `bounds` alone."""
    if bounds is None:
        bounds = text_units(document.text, document.blocks)
    if not len(bounds.starts):
        return Units(wording.lines_of("", bounds.starts, bounds.ends), (), bounds.block, np.zeros(0), wording.Hints())
    start, end = int(bounds.starts[0]), int(bounds.ends[-1])
    lines = wording.lines_of(document.text[start:end], bounds.starts - start, bounds.ends - start)
    blocks = [document.blocks[at] for at in bounds.block.tolist()]
    spans = [block.span for block in blocks]
    block_starts, block_ends = np.array([span.start for span in spans]), np.array([span.end for span in spans])
    return Units(lines, blocks, bounds.block, _link_shares(blocks, block_starts, block_ends), wording.Hints())


def _link_shares(blocks: Sequence[Block], starts: Integers, ends: Integers) -> Floats:
    linked = np.array([block.link_chars for block in blocks], dtype=np.float64)
    return np.asarray(np.minimum(linked / np.maximum(ends - starts, 1), 1))


def fixed_features(units: Units) -> Fixed:
    """Everything about the units that does not depend on learned weights."""
    lines = units.lines
    columns = wording.shape_features(lines)
    words = lines.words.astype(np.float64)
    prose = dom.prose_words(
        lines,
        np.asarray(columns["function words share"], dtype=np.float64),
        np.asarray(columns["ends a sentence"], dtype=np.bool_),
        units.links,
    )
    columns.extend(wording.repeat_features(lines))
    columns.extend(wording.hint_features(lines, units.hints))
    columns.extend(sequence.place_features(words))
    columns.extend(sequence.mass_around(words, prose, "prose"))
    columns.add("link density", units.links)
    linked = words * units.links
    columns.extend(dom.mark_features(units.blocks))
    if units.tree is not None:
        columns.extend(dom.block_features(units.tree))
        columns.extend(dom.container_features(units.tree, dom.Mass(words, linked, prose), "prose"))
        values = {
            "words": np.asarray(columns["words"], dtype=np.float64),
            "prose": prose / np.maximum(words, 1),
            "link density": units.links,
        }
        columns.extend(dom.group_features(units.groups, values, np.ones(len(units))))
    return Fixed(columns, words, linked, prose)


def first_pass(units: Units, fixed: Fixed, lexicons: Lexicons) -> Columns:
    """The features of the first pass: `fixed`, and what learned weights say of words and names."""
    columns = Columns(len(units))
    columns.extend(fixed.columns)
    columns.extend(wording.weight_features(units.lines, lexicons.words, lexicons.pairs))
    if units.tree is not None:
        columns.extend(dom.name_features(units.tree, lexicons.names, units.lines, fixed.prose))
    return columns


def second_pass(units: Units, fixed: Fixed, p: Floats) -> Columns:
    """What the first pass's probabilities `p` say of a unit's neighbours, containers and likes."""
    columns = Columns(len(units))
    p = p.astype(np.float64)
    columns.add("p", p)
    likely = fixed.words * p
    columns.extend(sequence.mass_around(fixed.words, np.where(p > 0.5, likely, 0), "likely content"))
    columns.extend(sequence.document_features(fixed.words, p))
    if units.tree is not None:
        mass = dom.Mass(fixed.words, fixed.linked, likely)
        columns.extend(dom.container_features(units.tree, mass, "likely"))
        prefix = dom.running(likely)
        held = dom.running(fixed.words)
        above = units.tree.ancestors[1:4]
        rest = dom.total(prefix, units.tree, above) - likely
        words = dom.total(held, units.tree, above) - fixed.words
        shares = np.where(words > 0, rest / np.maximum(words, 1e-9), -0.1)
        columns.add_all([f"{label}: p of the rest" for label in ("parent", "grandparent", "third ancestor")], shares)
        columns.extend(dom.group_features(units.groups, {"p": p}, np.sqrt(fixed.words)))
    return columns


def is_size(name: str) -> bool:
    """Whether the feature `name` tells how large the document, or a part of it, is: such features know no bounds, and
    the few huge pages that are learned from are threads of comments and listings, so that a book would be taken for
    one."""
    return name.endswith(_SIZES)


def windows_of(names: Sequence[str]) -> tuple[Window, ...]:
    """What of the columns `names` is also seen of a unit's neighbours."""
    seen = {*_SEEN_IN_NEIGHBOURS, *_SEEN_IN_NEIGHBOURS_OF_A_PAGE}
    near = np.array([at for at, name in enumerate(names) if name in seen], dtype=np.intp)
    p = np.array([at for at, name in enumerate(names) if name == "p"], dtype=np.intp)
    windows = [Window(offset, near) for offset in _OFFSETS]
    if len(p):
        windows.extend(Window(offset, p) for offset in _P_OFFSETS)
    return tuple(windows)


def input_names(names: Sequence[str], windows: Sequence[Window]) -> list[str]:
    """What each input of a network over the columns `names` is called in evidence."""
    return [*names, *(f"{names[at]} at {window.offset:+d}" for window in windows for at in window.columns.tolist())]
