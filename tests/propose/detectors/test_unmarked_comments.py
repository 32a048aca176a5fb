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
    "I drove over it every day to the post office, with great care :)",
    "My uncle still has a plank of the first bridge above his door.",
    "Wow, that is a sum!! Who is the builder?",
    "Loved reading your story. Is there a fund?",
    "Thanks, there is one at the post office.",
]
"""Six sorts of cues in seven of eight lines."""

QUIET = [f"The {nth} plank was laid across the stones by the men of the lower village." for nth in range(40)]
"""Lines without a cue: one costs .3 nats."""

THANKS = [f"Thanks, the {nth} picture is of my street." for nth in range(8)]
SPREAD = [
    "Great article, it brought back my school years.",
    *QUIET[:3],
    "Hi Edda,",
    *QUIET[3:6],
    "Thank you for writing this.",
    *QUIET[6:9],
    "I agree with the miller, whose post I dusted, and we hold his great oak in love.",
    *QUIET[9:11],
    "Send your questions to the parish.",
]
"""Five cues of five sorts, 17 nats, less 3.3 for what stands between them."""


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
        ("three sorts: thanks, praise, a greeting", [*ARTICLE, *THANKS, COMMENTS[0], COMMENTS[2]]),
        (
            "one line alone speaks to the writer",
            [*ARTICLE, *COMMENTS[3:7], "Yes, I agree!!", "Thank you!!", ":)", "Wow!!"],
        ),
        ("four lines with a cue", [*ARTICLE, COMMENTS[0], COMMENTS[1], COMMENTS[2], COMMENTS[3]]),
        ("all of it, and too little together", [*ARTICLE, *SPREAD]),
        ("sixty words above", [*ARTICLE[:3], *COMMENTS]),
        (
            "a column of letters that thanks all the way",
            [
                *ARTICLE,
                THANKS[0],
                *QUIET[:16],
                THANKS[1],
                *QUIET[16:32],
                *(x for c in COMMENTS for x in (c, *QUIET[:5])),
            ],
        ),
    ],
)
def test_near_misses_stay(why: str, lines: list[str]) -> None:
    result = clean(*lines)
    assert not [edit for edit in result.edits if edit.origin.name == "unmarked_comments"], why


def test_the_last_lines_of_a_personal_article_stay() -> None:
    last = "Do you have a plank of it at home? I love the smell of old oak, and would write down where yours was found."
    assert last in left(clean(*ARTICLE, last, *COMMENTS))


def test_what_follows_goes_as_far_as_cues_stand_apart() -> None:
    result = left(clean(*ARTICLE, *COMMENTS, *QUIET[:3]))
    assert QUIET[0] not in result
    assert {*QUIET[1:3]} <= result


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
