"""What stays of a flat text against the model's word."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import inputs
from cleaner.propose.content import text_guards
from cleaner.propose.content.text_units import text_units


@pytest.mark.parametrize(
    ("lines", "p", "kept"),
    [
        ("1. Open the sluice.|2. Wait.|3. Close it.", (0.9, 0.3, 0.3), "123"),
        ("1. Open the sluice.|2. Wait.|3. Close it.", (0.9, 0.3, 0.1), "12"),  # a clear no
        ("1. Open the sluice.|2. Wait.|3. Close it.", (0.4, 0.3, 0.3), ""),  # none stays
        ("1. Open the sluice.|2. Wait.|3. Close it.", (0.6, 0.05, 0.05), "1"),  # not likely together
        ("1. Open the sluice.|7. Wait.|8. Close it.", (0.9, 0.3, 0.3), "1"),  # another count
        ("1. Open the sluice.|It creaks.|2. Wait.", (0.9, 0.1, 0.3), "12"),  # a line between
        ("1. Open the sluice.|a|b|c|d|e|f|2. Wait.", (0.9, *[0.1] * 6, 0.3), "1"),  # too many
        ("1 sluice is open.|2 are not.", (0.9, 0.3), "1"),  # no items
    ],
)
def test_steps_that_count_on_stay_together(lines: str, p: tuple[float, ...], kept: str) -> None:
    text = lines.replace("|", "\n")
    units = text_units(text, inputs.read(text, media="text").blocks)
    likely = np.array(p)
    whole = text_guards.with_whole_steps(text, units, likely, likely >= 0.5)
    assert "".join(text[start] for start in units.starts[whole].tolist()) == kept
