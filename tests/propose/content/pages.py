"""Invented pages for the tests of the content model."""

from __future__ import annotations

import random

PROSE = (
    "The harbour board met on Tuesday evening to decide whether the old ferry should sail for another winter.",
    "Her captain, who has crossed the sound more than nine thousand times, told the members that the hull was sound "
    "but that the engine, fitted in the year of the great frost, would not be.",
    "Nobody spoke against him, and when the chair asked for a show of hands, every hand in the room went up, his own "
    "included, although he has no vote.",
    "The board will now ask the county for the money, which it expects to have before the ice is gone, and the ferry "
    "will lie at the inner quay until it comes.",
    "Until then the islanders will have to take the long way round by the causeway, as their grandparents did, and as "
    "some of them say they would rather do in any case.",
    "It is forty minutes by road, an hour when the tide is over it, and a good deal less pleasant than the deck.",
)

MENU = ("Home", "News", "Sport", "Weather", "Culture", "Business", "Opinion", "Contact us", "Subscribe", "Log in")

RELATED = (
    "Five islands to see before they sink",
    "Ferry ticket prices rise again",
    "In pictures: the frozen sound",
    "What the tide left behind",
)


def page(*, body_class: str = "article-body", paragraph_class: str = "", container: str = "div") -> str:
    """A news page: menu, headline, six paragraphs in a `container`, related links, footer."""
    menu = "".join(f'<li><a href="/{number}">{item}</a></li>' for number, item in enumerate(MENU))
    mark = f' class="{paragraph_class}"' if paragraph_class else ""
    prose = "".join(f"<p{mark}>{paragraph}</p>" for paragraph in PROSE)
    related = "".join(f'<li><a href="/r{number}">{item}</a></li>' for number, item in enumerate(RELATED))
    return f"""<!doctype html><html lang="en"><head><title>Ferry to sail again - The Sound</title></head><body>
<header class="site-header"><nav class="main-menu"><ul>{menu}</ul></nav></header>
<main><h1>Ferry to sail again</h1><{container} class="{body_class}">{prose}</{container}></main>
<div class="related-articles"><h3>Related articles</h3><ul>{related}</ul></div>
<footer class="site-footer"><p>© 2031 The Sound. All rights reserved.</p><ul><li><a href="/p">Privacy policy</a></li>
<li><a href="/t">Terms of use</a></li></ul></footer></body></html>"""


THINGS = """harbour ferry captain winter ledger quay lantern orchard kettle chapel river bridge market council weir gate
pilot cook tug engine hull tide causeway county board member vote deck island grandfather letter ice"""
DEEDS = "met crossed told kept mended asked found left carried watched heard raised lowered praised feared"
TIMES = ("again", "at noon", "in the rain", "by the gate", "for a year")


def chapter(paragraphs: int) -> list[str]:
    """So many paragraphs of a story of no sense, of a sentence to five each, a third of them spoken."""
    draw = random.Random(0)
    things, deeds = THINGS.split(), DEEDS.split()
    made = []
    for _ in range(paragraphs):
        sentences = []
        for _ in range(draw.choice((1, 1, 1, 2, 3, 5))):
            thing, other, third = (draw.choice(things) for _ in range(3))
            deed, answer, who, when = (
                draw.choice(deeds),
                draw.choice(deeds),
                draw.choice(("she", "he")),
                draw.choice(TIMES),
            )
            sentences.append(f"The {thing} of the {other} {deed} the {third}, and {who} {answer} it {when}.")
        text = " ".join(sentences)
        made.append(f'"{text[:-1]}," he said.' if draw.random() < 0.3 else text)
    return made
