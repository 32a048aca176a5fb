"""Comments that nothing marks: a thread is many cues of several sorts below an article, and each near miss is not."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.model import Result

ARTICLE = [
    "The bridge at Harl Mill was closed on a Tuesday, and by Friday the valley had learned to go round by the weir.",
    "It had stood since the flood of the year nine, on four piers of oak that the miller drove in by hand.",
    "An engineer from the county came with a hammer and a lamp, went under the planks, and came up shaking his head.",
    "Two of the piers, he said, were held by habit alone, and the third by the two that were held by habit.",
    "The parish has asked three builders for their price. One has answered, and his price is the income of six years.",
    "Until then the milk goes by the weir, the school goes by the weir, and the hearse goes there too.",
]
COMMENTS = [
    "Great article, it brought back my school years.",
    "Thank you for writing this. We lived by the weir until I was ten.",
    "Hi Edda,",
    "I drove over it every day and never looked down :)",
    "My uncle still has a plank of the first bridge above his door.",
    "Wow, that is a sum!! Who is the builder?",
    "Loved reading your story. Is there a fund?",
    "Thanks, there is one at the post office.",
]
"""Six sorts of cues in seven of eight lines."""

LETTERS = [
    "Hello from the other bank, where your paper is read aloud at breakfast.",
    "The school bus was late three times this week, and nobody at the county could say why.",
    "Thank you for writing about the weir before somebody falls in.",
    "The hedge along the lane has not been cut for two years, and lorries go into the ditch on the other side.",
    "Great article on the mill. My grandfather carried its last sack of flour.",
    "What has become of the lamp at the ford? It was paid for in March and has not been seen since.",
]


def clean(*lines: str) -> Result:
    return Cleaner().clean("\n\n".join(lines) + "\n", media="text")


def left(result: Result) -> set[str]:
    return set(result.text.split("\n"))


def test_a_thread_goes_and_says_why() -> None:
    result = clean(*ARTICLE, *COMMENTS)
    assert set(ARTICLE) <= left(result)
    assert not set(COMMENTS) & left(result)
    edits = [edit for edit in result.edits if edit.origin.name == "unmarked_comments"]
    assert len(edits) == len(COMMENTS)
    assert {evidence.name for evidence in edits[0].evidence} == {"readers speak", "cues"}


@pytest.mark.parametrize(
    ("why", "lines"),
    [
        ("too few", [*ARTICLE, *COMMENTS[:3]]),
        ("one sort, many times: a writer's habit", [*ARTICLE, *(line.removesuffix(".") + "!!" for line in ARTICLE)]),
        (
            "nobody is thanked or praised",
            [*ARTICLE, *(COMMENTS[at] for at in (3, 4, 5)), "Yes, I agree!!", "Is there any advice?"],
        ),
        ("no article above", COMMENTS),
        ("letters all the way", LETTERS * 2 + COMMENTS[:4]),
        (
            "cues far apart",
            [line for pair in zip(COMMENTS, ARTICLE * 2, strict=False) for line in (*ARTICLE, *pair)][:60:2],
        ),
    ],
)
def test_near_misses_stay(why: str, lines: list[str]) -> None:
    result = clean(*lines)
    assert not [edit for edit in result.edits if edit.origin.name == "unmarked_comments"], why


def test_what_stands_before_the_first_cue_stays() -> None:
    first = "We crossed it on the day of our wedding, in the rain."
    result = clean(*ARTICLE, first, *COMMENTS)
    assert first in left(result)


@pytest.mark.parametrize(
    "thread",
    [
        [
            "Toller Beitrag, ich habe viel gelernt.",
            "Danke für die Mühe!",
            "Hallo Edda,",
            "das Wehr habe ich noch selbst gesehen :)",
            "Vielen Dank, das freut mich sehr!!",
            "Wirklich? Bei uns steht noch ein Pfeiler!!",
        ],
        [
            "Excellent article, merci.",
            "Merci pour ce partage !",
            "Bonjour Edda,",
            "j'y passais chaque jour :)",
            "Merci beaucoup, cela me touche!!",
            "Il en reste une planche chez nous!!",
        ],
    ],
    ids=["de", "fr"],
)
def test_other_languages(thread: list[str]) -> None:
    assert not set(thread) & left(clean(*ARTICLE, *thread))
