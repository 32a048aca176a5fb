"""Cleaners that a document can hang, crash or bloat: stand-ins for a parser with such a defect.

Workers import this module, so that it holds nothing but these classes.
"""

from __future__ import annotations

import ctypes
import os
import signal
import time
from pathlib import Path
from typing import Any

from cleaner import Cleaner, Result
from cleaner.errors import RuleError

LOOP, BLOAT, CRASH, ONCE, TELL = (f"POISON-{word}" for word in ("LOOP", "BLOAT", "CRASH", "ONCE", "TELL"))


class Poisoned(Cleaner):
    """Does what a document's words ask for, in the worst way there is."""

    def clean(self, data: bytes | str, **options: Any) -> Result:
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        if LOOP in text:
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGINT, signal.SIGALRM])
            while True:
                pass
        if BLOAT in text:
            held = [bytearray(2**20) for _ in range(2048)]  # 2 GB, really touched
            raise AssertionError(f"{len(held)} MB could be had")
        if CRASH in text:
            ctypes.string_at(0)
        if TELL in text:
            raise ValueError(f"threads: {os.environ.get('OMP_NUM_THREADS')}, {os.environ.get('OPENBLAS_NUM_THREADS')}")
        if ONCE in text:
            mark = Path(text.split(ONCE)[1].split()[0])
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return super().clean(data, **options)


class Slow(Cleaner):
    """Takes its time, so that a run can be met on its way."""

    def clean(self, data: bytes | str, **options: Any) -> Result:
        time.sleep(0.05)
        return super().clean(data, **options)


def made_at_the_second_try(mark: Path) -> Cleaner:
    """Kills the first process that makes it."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Cleaner()


def never_made() -> Cleaner:
    """What a rule file with a mistake does."""
    raise RuleError("no such key", path="rules/tidewater.toml", line=3, hint="see the README")
