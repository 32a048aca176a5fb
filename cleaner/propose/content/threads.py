"""One thread for the linear algebra.

A page's matrices are small: a second thread gains nothing, and on a busy machine it waits in a busy loop (measured: ten
times the processor time of the same page).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from threadpoolctl import ThreadpoolController


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold numpy's linear algebra to one thread inside the block; before and after it is as the caller set it."""
    with _controller().limit(limits=1, user_api="blas"):
        yield


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()
