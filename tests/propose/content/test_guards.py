"""What stays against the model's word, and the quick looks that spare comparing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import inputs
from cleaner.propose.content import guards

WORDS = st.text(alphabet="aäßİé Ab-.’\n", min_size=1, max_size=30)


@given(WORDS, WORDS, WORDS)
def test_the_quick_look_refuses_nothing_that_begins_alike(before: str, shared: str, after: str) -> None:
    told = guards._folded(before + shared)
    for text in (shared, shared + after, after + shared, before + shared + after):
        said = guards._folded(text)
        shorter, longer = sorted((told, said), key=len)
        if shorter and shorter[: guards._SHOWN] in longer:
            assert guards._may_begin_alike(text, told)


def test_the_quick_look_refuses_what_shares_no_beginning() -> None:
    assert not guards._may_begin_alike("Nine were for, two against.", guards._folded("The weir was mended."))
    assert not guards._may_begin_alike("The weir was closed for the winter.", guards._folded("The mill was mended."))
    assert guards._may_begin_alike("The weir, it says, was mended.", guards._folded("The weir was mended."))


@pytest.mark.parametrize(
    ("kept", "stays"),
    [
        (("let level = 3",), ("let level = 3", "mend(level)", "close()")),  # one line is enough
        (("Run this:",), ("Run this:",)),  # none is
        (("Ads", "rake()"), ("Ads", "rake()")),  # another listing
    ],
)
def test_a_listing_stays_whole(kept: tuple[str, ...], stays: tuple[str, ...]) -> None:
    """Half a listing is worse than either all of it or none."""
    page = "<p>Run this:</p><pre>let level = 3\nmend(level)\n\nclose()</pre><p>Ads</p><pre>rake()</pre>"
    document = inputs.read(page, media="html")
    lines = [block.span.of(document.text) for block in document.blocks]
    good = np.array([line in kept for line in lines])
    whole = guards.with_whole_code(document, np.arange(len(lines)), good)
    assert tuple(line for line, stayed in zip(lines, whole, strict=True) if stayed) == stays


@pytest.mark.parametrize(
    ("lines", "p", "stays"),
    [
        ("Gates shut.|07:02 GMT|Gates stuck.|06:31 GMT|Divers in.|06:05 GMT|High water.", 0.4, True),
        ("Gates shut.|07:02 GMT|Gates stuck.|06:31 GMT|Divers in.|06:05 GMT|High water.", 0.1, False),  # a clear no
        ("Gates shut.|07:02 GMT|Gates stuck.|06:31 GMT|High water.", 0.4, False),  # two are no live blog
        ("Gates shut.|07:02 GMT|Gates stuck.|06:31 GMT, he said|Divers in.|at 06:05 GMT|High water.", 0.4, False),
        ("07:02 GMT|Gates stuck.|06:31 GMT|Divers in.|06:05 GMT", 0.4, False),  # above all that is kept
    ],
    ids=["doubted", "refused", "two", "words", "above"],
)
def test_most_stamps_of_a_live_blog_keep_the_others(lines: str, p: float, stays: bool) -> None:
    """The first stamp is the one in doubt."""
    text = lines.replace("|", "\n")
    ends = np.cumsum([len(line) + 1 for line in text.split("\n")])
    starts = np.concatenate(([0], ends[:-1]))
    good = np.array([line != "07:02 GMT" for line in text.split("\n")])
    doubts = np.where(good, 0.9, p)
    whole = guards.with_whole_stamps(text, starts, ends, doubts, good)
    assert bool(whole.all()) is stays
