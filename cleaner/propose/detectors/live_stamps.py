"""Time stamps of a live blog: a time alone on its line, three times or more. Kept, unless the policy says otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.kinds import Kind
from cleaner.propose.detectors.features import Line, Page
from cleaner.propose.detectors.weighing import ENOUGH, Case
from cleaner.propose.time_stamps import FEWEST, is_time_stamp


class LiveStamps:
    """Finds the stamps."""

    name = "live_stamps"
    version = "1"
    where = "live_stamps.py"

    def find(self, page: Page) -> Iterable[Case]:
        """A case for each stamp of a live blog."""
        stamps = live_stamps(page)
        if len(stamps) < FEWEST:
            return
        for line in stamps:
            case = Case((line,), Kind.LIVE_STAMP)
            case.add("shape", ENOUGH, "a time alone on its line")
            case.add("repeated", 1.0, len(stamps))
            yield case


def live_stamps(page: Page) -> list[Line]:
    """The lines that are a time and nothing else."""
    return [line for line in page if line.words <= 6 and is_time_stamp(line.text)]
