"""What a draft proposes: entries with the reason for each, as data; `source` writes them down."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

import regex

from cleaner.kinds import KEPT, Kind

Form = Literal["select", "line", "from"]

_UNSAID = frozenset({Kind.LAYOUT, Kind.REPAIR, Kind.FRONT_MATTER, Kind.HEADLINE, Kind.BYLINE, Kind.DATELINE, *KEPT})
"""Kinds that no draft proposes to drop: what they tell is captured by others, or they stay."""

_SPECIAL = regex.compile(r"[\\.^$*+?{}\[\]()|]")

_CLASS_WORDS = {
    "share": Kind.SHARE, "social": Kind.SHARE, "related": Kind.RELATED, "recommend": Kind.RELATED, "more": Kind.RELATED,
    "readmore": Kind.RELATED, "trending": Kind.TRENDING, "popular": Kind.TRENDING, "newsletter": Kind.SIGNUP,
    "signup": Kind.SIGNUP, "subscribe": Kind.PAYWALL, "paywall": Kind.PAYWALL, "cookie": Kind.CONSENT,
    "consent": Kind.CONSENT, "caption": Kind.CAPTION, "figcaption": Kind.CAPTION, "credit": Kind.CREDIT,
    "tags": Kind.TAGS, "tag": Kind.TAGS, "topics": Kind.TAGS, "comments": Kind.COMMENTS, "comment": Kind.COMMENTS,
    "ad": Kind.ADVERT, "ads": Kind.ADVERT, "advert": Kind.ADVERT, "promo": Kind.ADVERT, "donate": Kind.DONATE,
    "author": Kind.AUTHOR_BIO, "bio": Kind.AUTHOR_BIO, "player": Kind.PLAYER, "video": Kind.PLAYER,
    "footer": Kind.FOOTER, "nav": Kind.NAVIGATION, "menu": Kind.NAVIGATION, "breadcrumb": Kind.NAVIGATION,
    "breadcrumbs": Kind.NAVIGATION, "embed": Kind.EMBED, "tweet": Kind.EMBED,
}  # fmt: skip
"""What words of class names mean. They name a kind for something that is proposed anyway, and propose nothing."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One `[[drop]]` to be. `sample` is a stretch that it takes, `why` a sentence for the file's comment, `at_most` the
    bound of an open end."""

    id: str
    kind: Kind
    form: Form
    pattern: str
    sample: str
    why: str
    at_most: float | None = None


def is_proposable(kind: Kind | None) -> bool:
    """Whether something of this kind may be proposed to be dropped."""
    return kind not in _UNSAID


def kind_by_class(name: str) -> Kind | None:
    """The kind that a class or id speaks of, by its words."""
    words = regex.findall(r"[a-z]+", regex.sub(r"([a-z])([A-Z])", r"\1 \2", name).casefold())
    return next((kind for word in words if (kind := _CLASS_WORDS.get(word))), None)


def pattern_of(line: str) -> str:
    """A pattern that takes `line`, whatever its numbers."""
    escaped = _SPECIAL.sub(r"\\\g<0>", " ".join(line.split()))
    return regex.sub(r"\d+", r"\\d+", escaped)


def slug_of(text: str, words: int = 4) -> str:
    """Up to `words` words of `text` as a name: lower-case letters, digits and hyphens; may be empty."""
    apart = unicodedata.normalize("NFD", text.replace("’", "").replace("'", ""))
    plain = regex.sub(r"\p{M}", "", apart).casefold()
    return "-".join(regex.findall(r"[a-z0-9]+", plain)[:words])
