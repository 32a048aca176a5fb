"""The quick look before two texts are folded and compared never refuses what the comparison would find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

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
    assert guards._may_begin_alike("The weir, it says, was mended.", guards._folded("The weir was mended."))
