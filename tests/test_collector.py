"""The cycle collector is left as it was found."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from cleaner import Cleaner
from cleaner.collector import paused
from cleaner.errors import InputError


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    yield
    gc.enable()


def test_is_still_inside_and_runs_again_after() -> None:
    with paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_stays_off_where_the_caller_had_it_off() -> None:
    gc.disable()
    with paused():
        pass
    assert not gc.isenabled()


def test_runs_again_after_an_error() -> None:
    with pytest.raises(InputError):
        Cleaner().clean(b"\x00\x01\x02" * 99)
    assert gc.isenabled()


def test_runs_again_after_a_document() -> None:
    Cleaner().clean("The council met on Monday evening.", media="text")
    assert gc.isenabled()
