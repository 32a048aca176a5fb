"""What stays against the model's word, on pages and in flat text."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import inputs
from cleaner.propose.content import guards


@pytest.mark.parametrize(
    ("kept", "stays"),
    [
        (("let level = 3",), ("let level = 3", "mend(level)", "close()")),  # one line is enough
        (("Run this:",), ("Run this:",)),  # none is
        (("Ads", "rake()"), ("Ads", "rake()")),  # another listing
        (("Run this:", "Ads"), ("Run this:", "let level = 3", "mend(level)", "close()", "Ads")),  # it stands between
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
