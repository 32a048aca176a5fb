"""Documents made up of debris and prose from small invented pools, and any bytes, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.conftest import ARTICLE

PROSE = (
    "The weir was mended on Monday evening, and the ducks came back on Tuesday morning.",
    "Nine members were for a new gate and two against it, and one had gone to look at the weir.",
    '"We came in under the estimate," said Wenna Polglase, who led the work on the north pier.',
    "Boats have the right of way from six in the morning until dusk, as they always have had.",
    "Readers who subscribe to the paper may have noticed that the cookie tin on page four was empty.",
    "The headteacher had already made her broadcast before breakfast, and read the weather twice.",
    "It rained.",
    "What it cost",
    "1. Put the flour in a bowl with the salt.",
    "- Two eggs, and a spoon of honey",
    "10:45 am GMT",
    "| Pier | Piles |",
    "Correction: an earlier version of this article gave the wrong number of piles.",
)

DEBRIS = (
    "Home | News | Sport | Opinion",
    "Read more: Five things to know about weirs",
    "Also read: Why the cockle beds were closed",
    "Sign up for our free newsletter and never miss a story",
    "Subscribe to continue reading.",
    "We use cookies to improve your experience. Accept all",
    "Share on Facebook",
    "Follow us on Facebook, Twitter and Instagram",
    "By Ottilie Marsh",
    "Published: 14 March 2025, 7:30 am",
    "Photo: T. Oakes",
    "Most read",
    "TRENDING",
    "1. Baker wins fourth marrow prize",
    "2. School bus route changes on Monday",
    "Tags: weir, ducks, council",
    "Comments (14)",
    "Advertisement",
    "(With inputs from agencies.)",
    "Donate now to support our work",
    "© 2025 Skerra Coastal Press. All rights reserved.",
    "Terms of use | Privacy policy | Contact us",
    "Look at this duck pic.twitter.com/abc123 — Ada (@ada) March 5, 2025",
    "Re more: Five things to know about weirs",
)

LINES = st.one_of(st.sampled_from(PROSE), st.sampled_from(DEBRIS))
"""A line of either kind."""

GAPS = st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n", " ", "\n \n\n", "\u2028"])
"""What stands between two lines."""


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A flat text: lines in any order, between any gaps, now and then with "ad" deleted or odd spaces in it."""
    lines = draw(st.lists(LINES, max_size=14))
    gap = draw(GAPS)
    text = "".join(f"{line}{gap if draw(st.integers(0, 6)) else draw(GAPS)}" for line in lines)
    if draw(st.booleans()):
        text = text.rstrip()
    damage = draw(st.integers(0, 5))
    if damage == 0:
        text = text.replace("ad", "")
    elif damage == 1:
        text = text.replace(" ", "\u00a0", 5).replace("e", "e\u00ad", 3)
    if draw(st.integers(0, 3)) == 0:
        text = f"---\ntitle: Weir\nurl: https://tidewaterpost.example/x\n---\n{text}"
    return text


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A page of the same lines in elements that pages put them in."""
    parts = [
        draw(
            st.sampled_from(
                ["<p>{}</p>", "<li>{}</li>", "<div class='x'>{}</div>", "<h2>{}</h2>", "<aside>{}</aside>", "{}<br>"]
            )
        ).format(draw(LINES))
        for _ in range(draw(st.integers(0, 14)))
    ]
    return f"<html><head><title>Weir</title></head><body><article>{''.join(parts)}</article></body></html>"


ANY_BYTES = st.one_of(
    st.binary(max_size=400),
    documents().map(lambda text: text.encode()),
    documents().map(lambda text: text.encode("utf-16")),
    documents().map(lambda text: text.encode("cp1252", "replace")),
    st.just(ARTICLE.encode()),
    st.tuples(documents(), st.binary(max_size=6)).map(lambda pair: pair[0].encode() + pair[1]),
)
"""Bytes that may be a file."""
