"""What the markup says of a block: its tag, what it stands in, what its class names usually hold, and what its
containers hold.

The idea: most of a page's prose stands under one element, the *core*. A block's place is told by how far up its
ancestors meet the core's (few steps: a sibling of the paragraphs; many: page chrome) and by what the *branch* holds
that it hangs on below that meeting: a branch of links is a menu even where its class name says nothing, and prose in
an `aside` is prose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from cleaner.inputs.html import Elements
from cleaner.model import Block
from cleaner.propose.content import characters as chars
from cleaner.propose.content.characters import Hashes, Integers
from cleaner.propose.content.columns import Columns
from cleaner.propose.content.lexicon import Lexicon
from cleaner.propose.content.line_features import PROSE_WORDS, Lines

Floats = npt.NDArray[np.float64]

ANCESTORS = 24
"""Ancestors of a block that are looked at, innermost first; deeper nesting adds nothing on the development pages."""

_NEAREST = 4
"""Ancestors that features speak of one by one."""

_TAGS_TEXT = """
p li h1 h2 h3 h4 h5 h6 div section article main aside nav footer header figure figcaption form table td th tr ul ol dl
dt dd blockquote pre button a span label summary details caption address body html time strong em b i small br fieldset
dialog video audio select option noscript center hgroup tbody
"""
_TAGS = tuple(_TAGS_TEXT.split())
TAG_IDS = {name: number for number, name in enumerate(_TAGS, start=1)}


class _Numbers(dict[str, int]):
    """Numbers of tags, 0 for every tag without one."""

    def __missing__(self, key: str) -> int:
        return 0


_TAG_NUMBERS = _Numbers(TAG_IDS)
_OWN_TAGS = (
    ("p",),
    ("li",),
    ("h1",),
    ("h2",),
    ("h3",),
    ("h4", "h5", "h6"),
    ("div", "section", "article", "main", "body"),
    ("td", "th", "tr", "caption"),
    ("blockquote",),
    ("figcaption", "figure"),
    ("dt", "dd", "dl"),
    ("button", "label", "select", "option", "form"),
    ("address", "summary", "details"),
    ("header", "footer", "nav", "aside"),
    ("ul", "ol"),
)
_ANCESTOR_TAGS_TEXT = """
article main aside nav footer header figure form table ul ol section blockquote details dialog button h1 h2 pre address
figcaption
"""
_ANCESTOR_TAGS = tuple(_ANCESTOR_TAGS_TEXT.split())
_ANCESTOR_PLACES = np.arange(len(_ANCESTOR_TAGS))[:, None]
_INSIDE = tuple(f"inside {name}" for name in _ANCESTOR_TAGS)
_INLINE_TAGS = np.array([TAG_IDS[name] for name in ("a", "span", "strong", "em", "time", "small")])[:, None]
_ALL_IN = tuple(f"all in {name}" for name in ("a", "span", "strong", "em", "time", "small"))
_MARKS = ("hidden", "alt", "noscript", "jsonld", "code", "table", "list", "quote", "form")
_CORE_SHARE = 0.5
_INLINE_SHARE = 0.6
"""An inline element that holds at least this share of a block's characters names the block."""
_DECAY = 0.7
_NEWLINE = 10


@dataclass(frozen=True, slots=True)
class Tree:
    """The elements of a page over its blocks, element 0 being the page itself.

    `ancestors` holds, a column for each block, the block's owner and the elements above it, down to the deepest, padded
    with 0. `first` and `last` bound the blocks of each element. `inline` is the inline element that a block's text
    stands in, or 0.
    """

    tags: Integers
    parents: Integers
    depths: Integers
    ancestors: Integers
    first: Integers
    last: Integers
    inline: Integers
    naming: Integers
    name_hashes: Hashes
    name_owner: Integers


def tree_of(elements: Elements, owners: Sequence[int], lines: Lines) -> Tree:
    """Index the elements of a page by the blocks that stand in them."""
    count = len(elements.tag) + 1
    tags = np.zeros(count, dtype=np.int64)
    tags[1:] = [*map(_TAG_NUMBERS.__getitem__, elements.tag)]
    parents = np.zeros(count, dtype=np.int64)
    parents[1:] = elements.parent
    parents[1:] += 1
    owner = np.asarray(owners, dtype=np.int64) + 1
    starts = np.zeros(count, dtype=np.int64)
    ends = np.full(count, np.iinfo(np.int64).max)
    starts[1:] = elements.start
    ends[1:] = elements.end
    first = lines.starts.searchsorted(starts)
    last = np.maximum(lines.starts.searchsorted(ends), first)
    distinct = {names: number for number, names in enumerate(dict.fromkeys(("", *elements.names)))}
    naming = np.zeros(count, dtype=np.int64)
    naming[1:] = [*map(distinct.__getitem__, elements.names)]
    joined = "\n".join(distinct)
    if joined.count("\n") >= len(distinct):
        joined = "\n".join(names.replace("\n", " ") for names in distinct)
    names = chars.read(joined, split_case=True)
    depths = _depths(parents)
    name_owner = np.flatnonzero(names.codes == _NEWLINE).searchsorted(names.starts)
    return Tree(
        tags,
        parents,
        depths,
        _ancestors(parents, depths, owner),
        first,
        last,
        _inline(lines, owner, starts, ends),
        naming,
        names.hashes,
        name_owner,
    )


def _depths(parents: Integers) -> Integers:
    """How many elements stand above each, the page included: each round looks twice as far up as the last."""
    depths = np.ones(len(parents), dtype=np.int64)
    depths[0] = 0
    above = parents
    while above.any():
        depths += depths[above]
        above = above[above]
    return depths


def _ancestors(parents: Integers, depths: Integers, owner: Integers) -> Integers:
    """The owner of each block and the elements above it up to the page, a row for each step up."""
    deepest = int(depths[owner].max()) if len(owner) else 0
    rows = np.empty((min(max(deepest + 1, _NEAREST), ANCESTORS), len(owner)), dtype=np.int64)
    rows[0] = owner
    for step in range(1, len(rows)):
        parents.take(rows[step - 1], out=rows[step])
    return rows


def _inline(lines: Lines, owner: Integers, starts: Integers, ends: Integers) -> Integers:
    """For each block the outermost inline element that holds most of its characters, 0 where there is none."""
    found = np.zeros(len(lines), dtype=np.int64)
    elements = np.flatnonzero(ends[1:] > starts[1:]) + 1
    block = np.searchsorted(lines.starts, starts[elements], side="right") - 1
    within = (block >= 0) & (ends[elements] <= lines.ends[block])
    elements, block = elements[within], block[within]
    large = (ends[elements] - starts[elements]) >= _INLINE_SHARE * (lines.ends[block] - lines.starts[block])
    large &= elements > owner[block]
    elements, block = elements[large], block[large]
    found[block[::-1]] = elements[::-1]
    return found


def total(prefix: Floats, tree: Tree, elements: Integers) -> Floats:
    """What the blocks inside `elements` hold together, from running totals by block."""
    return np.asarray(prefix[tree.last.take(elements)] - prefix[tree.first.take(elements)])


def running(values: npt.ArrayLike) -> Floats:
    """Running totals with a leading zero: `running(v)[j] - running(v)[i]` is the sum of `v[i:j]`."""
    array = np.asarray(values, dtype=np.float64)
    return np.concatenate(([0.0], np.cumsum(array)))


def block_features(tree: Tree) -> Columns:
    """The block's own tag, and the kinds of elements around it."""
    columns = Columns(tree.ancestors.shape[1])
    table = _tag_table()
    around = tree.tags.take(tree.ancestors)
    columns.add_all([f"tag {names[0]}" for names in _OWN_TAGS], table.own[:, around[0]])
    present = np.bitwise_or.reduce(table.ancestor_bit.take(around), axis=0)
    columns.add_all(_INSIDE, (present >> _ANCESTOR_PLACES) & 1)
    columns.add("depth", np.minimum(tree.depths[tree.ancestors[0]], 40))
    columns.add("articles around", (around == TAG_IDS["article"]).sum(axis=0))
    columns.add("lists around", table.is_list.take(around).sum(axis=0))
    columns.add_all(_ALL_IN, tree.tags[tree.inline] == _INLINE_TAGS)
    return columns


def mark_features(blocks: Sequence[Block]) -> Columns:
    """What the walk (or Markdown) said of the block: its marks, and the level of its heading."""
    columns = Columns(len(blocks))
    names = [f"marked {mark}" for mark in _MARKS]
    if not any(block.marks or block.heading for block in blocks):  # as in most flat text
        columns.add_all((*names, "heading"), np.zeros((len(names) + 1, len(blocks))))
        return columns
    codes: dict[frozenset[str], int] = {}
    marked = [
        codes[block.marks] if block.marks in codes else codes.setdefault(block.marks, _mark_bits(block.marks))
        for block in blocks
    ]
    bits = np.arange(len(_MARKS))[:, None]
    columns.add_all(names, (np.array(marked, dtype=np.int64) >> bits) & 1)
    columns.add("heading", [block.heading for block in blocks])
    return columns


@dataclass(frozen=True, slots=True)
class _TagTable:
    """By number of a tag: which of `_OWN_TAGS` it is in (a row each), its bit among `_ANCESTOR_TAGS`, whether it is
    a list."""

    own: npt.NDArray[np.bool_]
    ancestor_bit: Integers
    is_list: npt.NDArray[np.bool_]


@lru_cache(maxsize=1)
def _tag_table() -> _TagTable:
    count = len(_TAGS) + 1
    own = np.zeros((len(_OWN_TAGS), count), dtype=np.bool_)
    for row, names in enumerate(_OWN_TAGS):
        own[row, [TAG_IDS[name] for name in names]] = True
    bit = np.zeros(count, dtype=np.int64)
    for place, name in enumerate(_ANCESTOR_TAGS):
        bit[TAG_IDS[name]] = 1 << place
    is_list = np.zeros(count, dtype=np.bool_)
    is_list[[TAG_IDS["ul"], TAG_IDS["ol"]]] = True
    return _TagTable(own, bit, is_list)


def _mark_bits(marks: frozenset[str]) -> int:
    return sum(1 << place for place, mark in enumerate(_MARKS) if mark in marks)


def name_features(tree: Tree, names: Lexicon, lines: Lines, prose: Floats) -> Columns:
    """Learned weights of the class, id and role names on the block and on the elements above it.

    An element that holds most of the page's prose names the page and not the block (`has-sidebar` on `body`), so
    what its names say is kept apart.
    """
    columns = Columns(len(lines))
    count = int(tree.naming.max()) + 1
    weights = names.look_up(tree.name_hashes).astype(np.float64)
    said = np.zeros((3, count))
    np.minimum.at(said[1], tree.name_owner, weights)
    np.maximum.at(said[2], tree.name_owner, weights)
    said[0] = np.bincount(tree.name_owner, weights=weights, minlength=count)
    said[0] = np.minimum(np.maximum(said[0], -8), 8)
    said = said.take(tree.naming, axis=1)
    summed = said[0]
    own, parent, grandparent = tree.ancestors[:3]
    columns.add_all(("names: own", "names: own lowest", "names: own highest"), said.take(own, axis=1))
    columns.add("names: parent", summed[parent])
    columns.add("names: grandparent", summed[grandparent])
    columns.add("names: inline", summed[tree.inline])
    prefix = running(prose)
    wide = prefix[tree.last] - prefix[tree.first] > _CORE_SHARE * max(prefix[-1], 1)
    fade = _DECAY ** np.arange(len(tree.ancestors))
    narrow = np.where(wide, 0, said).take(tree.ancestors, axis=1)
    columns.add("names: narrow ancestors", np.minimum(np.maximum(fade @ narrow[0], -12), 12))
    columns.add("names: narrow lowest", narrow[1].min(axis=0))
    columns.add("names: narrow highest", narrow[2].max(axis=0))
    broad = np.where(wide, said, 0).take(tree.ancestors, axis=1)
    columns.add("names: wide ancestors", np.minimum(np.maximum(broad[0].sum(axis=0), -12), 12))
    columns.add("names: wide lowest", broad[1].min(axis=0))
    columns.add("names: wide highest", broad[2].max(axis=0))
    return columns


@dataclass(frozen=True, slots=True)
class Mass:
    """What containers are weighed by: words of each block, words in links, words of prose (or of predicted content)."""

    words: Floats
    linked: Floats
    prose: Floats


def prose_words(lines: Lines, stop_share: Floats, ends_sentence: npt.NDArray[np.bool_], link_density: Floats) -> Floats:
    """Words of each block that reads like running text, 0 for the others."""
    words = lines.words.astype(np.float64)
    good = (
        (words >= PROSE_WORDS)
        & (link_density < 0.5)
        & (ends_sentence | (stop_share > 0.2) & (words >= 2 * PROSE_WORDS))
    )
    return np.where(good, words, 0.0)


def container_features(tree: Tree, mass: Mass, name: str) -> Columns:
    """What stands around a block, container by container, and where the block hangs relative to the page's core."""
    columns = Columns(tree.ancestors.shape[1])
    holdings = _holdings(tree, mass)
    core = int(np.where(holdings[-1] > _CORE_SHARE, tree.depths, -1).argmax())
    if name == "prose":
        above = holdings.take(tree.ancestors[1:_NEAREST], axis=1)
        for level, label in enumerate(("parent", "grandparent", "third ancestor")):
            columns.add_all(_holding_names(label), above[:, level])
    score = _container_scores(tree, mass)
    best = int(score.argmax())
    places = {heart: _place(tree, holdings, heart) for heart in {core, best}}  # often one element is both
    columns.add_all(_place_names(f"{name} core"), places[core])
    columns.add_all(_place_names(f"{name} best"), places[best])
    ranked = (score / max(float(score.max()), 1.0)).take(tree.ancestors)
    columns.add(f"{name}: best score above", ranked.max(axis=0))
    columns.add(f"{name}: parent's score", ranked[1])
    columns.add(f"{name}: own score", ranked[0])
    return columns


def _place(tree: Tree, holdings: Floats, heart: int) -> Floats:
    """Where each block hangs relative to the element `heart`, and what the branch holds that it hangs on: a row for
    each of `_place_names`."""
    rows = np.arange(tree.ancestors.shape[1])
    trunk = np.zeros(len(tree.tags), dtype=np.bool_)
    at = heart
    while at:
        trunk[at] = True
        at = int(tree.parents[at])
    trunk[0] = True
    up = trunk.take(tree.ancestors).argmax(axis=0)
    meeting = tree.ancestors[up, rows]
    down = tree.depths[heart] - tree.depths[meeting]
    branch = tree.ancestors[np.maximum(up - 1, 0), rows]
    from_first = rows - tree.first[heart]
    outside = np.maximum(np.maximum(-from_first, rows - tree.last[heart] + 1), 0)
    table = np.empty((len(_BEFORE_BRANCH) + len(_HOLDINGS) + 1, len(rows)))
    np.minimum(up, 12, out=table[0])
    np.minimum(down, 12, out=table[1])
    np.equal(down, 0, out=table[2], casting="unsafe")
    table[3] = holdings[-1][meeting]
    table[len(_BEFORE_BRANCH) : -1] = holdings.take(branch, axis=1)
    np.multiply(np.sign(from_first), np.log1p(outside), out=table[-1])
    return table


_BEFORE_BRANCH = ("steps up", "steps down", "inside", "meeting's share")


@lru_cache(maxsize=8)
def _place_names(label: str) -> tuple[str, ...]:
    before = (f"{label}: {what}" for what in _BEFORE_BRANCH)
    return (*before, *_holding_names(f"{label} branch"), f"{label}: blocks from it")


def _container_scores(tree: Tree, mass: Mass) -> Floats:
    """The readability idea: prose counts for the container around it, and half for the next."""
    count = len(tree.tags)
    worth = mass.prose * (1 - mass.linked / np.maximum(mass.words, 1))
    score = np.bincount(tree.ancestors[1], weights=worth, minlength=count)
    return np.asarray(score + 0.5 * np.bincount(tree.ancestors[2], weights=worth, minlength=count))


_HOLDINGS = ("words", "prose share", "link density", "blocks", "share of the page's prose")


def _holdings(tree: Tree, mass: Mass) -> Floats:
    """What each element holds, a row for each of `_HOLDINGS`."""
    prefix = np.zeros((3, len(mass.words) + 1))
    np.cumsum((mass.words, mass.prose, mass.linked), axis=1, out=prefix[:, 1:])
    held, good, linked = prefix.take(tree.last, axis=1) - prefix.take(tree.first, axis=1)
    divisor = np.maximum(held, 1)
    rows = np.empty((len(_HOLDINGS), len(held)))
    np.log1p(held, out=rows[0])
    np.divide(good, divisor, out=rows[1])
    np.minimum(linked / divisor, 1, out=rows[2])
    np.log1p(tree.last - tree.first, out=rows[3])
    np.divide(good, max(float(prefix[1, -1]), 1.0), out=rows[4])
    return rows


@lru_cache(maxsize=64)
def _holding_names(name: str) -> tuple[str, ...]:
    return tuple(f"{name}: {what}" for what in _HOLDINGS)


def group_keys(tree: Tree) -> list[Integers]:
    """Groups of blocks that are built alike: by tags and names of the innermost elements, and by the tags of all
    ancestors."""
    named = np.zeros(int(tree.naming.max()) + 1, dtype=np.uint64)
    np.add.at(named, tree.name_owner, tree.name_hashes)
    tags = tree.tags.astype(np.uint64)
    near_elements = tree.ancestors[:2]
    own = chars.scramble(tags[near_elements] + np.uint64(1) + named[tree.naming[near_elements]])
    near = chars.pair_hashes(own[0], own[1])
    tagged = _tag_hashes().take(tree.tags.take(tree.ancestors))
    place = chars.scramble(np.arange(1, len(tagged) + 1, dtype=np.uint64))
    return [_numbered(near), _numbered(place @ tagged)]


@lru_cache(maxsize=1)
def _tag_hashes() -> Hashes:
    return chars.scramble(np.arange(len(_TAGS) + 1, dtype=np.uint64) + np.uint64(7))


def _numbered(keys: Hashes) -> Integers:
    """Numbers of the distinct keys, in order of the keys."""
    order = keys.argsort()
    ordered = keys[order]
    fresh = np.zeros(len(keys), dtype=np.int64)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:], casting="unsafe")
    numbers = np.empty(len(keys), dtype=np.int64)
    numbers[order] = fresh.cumsum()
    return numbers


def group_features(
    groups: Sequence[Integers], values: Mapping[str, npt.NDArray[np.floating]], weights: Floats
) -> Columns:
    """Means of `values` over the other blocks built alike, each block weighing `weights`."""
    columns = Columns(len(weights))
    for number, group in enumerate(groups):
        label = ("alike", "same path")[number]
        size = np.bincount(group)
        columns.add(f"{label}: blocks", np.log1p(size - 1)[group])
        mass = np.bincount(group, weights=weights)[group] - weights
        alone = mass <= 0
        mass = np.maximum(mass, 1e-9)
        for name, value in values.items():
            own = weights * value
            means = (np.bincount(group, weights=own)[group] - own) / mass
            means[alone] = -0.1
            columns.add(f"{label}: {name}", means)
    return columns
