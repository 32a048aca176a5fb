"""The closed vocabulary of the report: what a removed or replaced stretch was, and what is done with it by default."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Policy(StrEnum):
    """What to do with the stretches of a kind."""

    DROP = "drop"
    KEEP = "keep"
    MARK = "mark"  # the text stays, the report tells the span


class Kind(StrEnum):
    """What a stretch of text is. `KINDS` holds the meaning and the default policy of each."""

    NAVIGATION = "navigation"
    TRENDING = "trending"
    RELATED = "related"
    SIGNUP = "signup"
    PAYWALL = "paywall"
    CONSENT = "consent"
    SHARE = "share"
    EMBED = "embed"
    CAPTION = "caption"
    BYLINE = "byline"
    DATELINE = "dateline"
    CREDIT = "credit"
    DISCLAIMER = "disclaimer"
    TAGS = "tags"
    COMMENTS = "comments"
    OTHER_ARTICLE = "other_article"
    ADVERT = "advert"
    DONATE = "donate"
    AUTHOR_BIO = "author_bio"
    PLAYER = "player"
    LINE_NUMBER = "line_number"
    SCRIPT = "script"
    FOOTER = "footer"
    DUPLICATE = "duplicate"
    HEADLINE = "headline"
    BOILERPLATE = "boilerplate"
    LAYOUT = "layout"
    FRONT_MATTER = "front_matter"
    REPAIR = "repair"
    STANDFIRST = "standfirst"
    SUBHEAD = "subhead"
    LIVE_STAMP = "live_stamp"
    CORRECTION = "correction"
    TABLE = "table"
    LIST = "list"


KINDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.NAVIGATION: "menus, breadcrumbs, skip links, section lists",
        Kind.TRENDING: "most-read, trending and numbered teaser lists",
        Kind.RELATED: "read-more lines, links to other articles, related lists",
        Kind.SIGNUP: "sign-up, log-in and newsletter prompts",
        Kind.PAYWALL: "subscribe-to-continue lines and metering notices",
        Kind.CONSENT: "cookie, consent and privacy notices",
        Kind.SHARE: "share bars, social buttons, counters",
        Kind.EMBED: "embedded posts of social networks and placeholders for them",
        Kind.CAPTION: "photo and video captions",
        Kind.BYLINE: "who wrote it, and when; captured as metadata before it goes",
        Kind.DATELINE: "published and updated stamps; captured as metadata before they go",
        Kind.CREDIT: "agency and photo credits",
        Kind.DISCLAIMER: "AI-image notes, affiliate and liability notes",
        Kind.TAGS: "tag, topic and category lists",
        Kind.COMMENTS: "readers' comments and prompts to comment",
        Kind.OTHER_ARTICLE: "further articles of the site on the same page",
        Kind.ADVERT: "advertising labels and calls to action",
        Kind.DONATE: "donation appeals",
        Kind.AUTHOR_BIO: "boxes about the author",
        Kind.PLAYER: "audio, video and app debris",
        Kind.LINE_NUMBER: "numbers beside the lines of code listings",
        Kind.SCRIPT: "scripts, styles and data of the page, left in its text",
        Kind.FOOTER: "copyright, contact and legal lines",
        Kind.DUPLICATE: "a headline, deck or paragraph that stands twice",
        Kind.HEADLINE: "the headline itself; goes once it is captured in the title",
        Kind.BOILERPLATE: "outside the main text, by the engine's or the model's judgement",
        Kind.LAYOUT: "white space at the cuts",
        Kind.FRONT_MATTER: "Markdown front matter: never part of the text",
        Kind.REPAIR: "letters put back",
        Kind.STANDFIRST: "the deck or lede under the headline",
        Kind.SUBHEAD: "section headings",
        Kind.LIVE_STAMP: "the time stamps of a live blog",
        Kind.CORRECTION: "corrections and notes by the editor",
        Kind.TABLE: "tables",
        Kind.LIST: "lists",
    }
)

KEPT: frozenset[Kind] = frozenset(
    {Kind.STANDFIRST, Kind.SUBHEAD, Kind.LIVE_STAMP, Kind.CORRECTION, Kind.TABLE, Kind.LIST}
)
"""Kinds that stay unless the policy says otherwise."""

OTHER_TEXTS: frozenset[Kind] = frozenset({Kind.COMMENTS, Kind.OTHER_ARTICLE, Kind.EMBED})
"""Kinds that are texts of others, however long: what a detector removes of them is no loss to the article."""

UNCONDITIONAL: frozenset[Kind] = frozenset({Kind.FRONT_MATTER, Kind.LAYOUT, Kind.REPAIR})
"""Kinds that no policy governs: they are not boilerplate (repairs have a switch of their own)."""


def default_policy(kind: Kind) -> Policy:
    """What is done with `kind` where the user says nothing."""
    return Policy.KEEP if kind in KEPT else Policy.DROP
