"""Dates as machines and bylines write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.inputs.iso_dates import to_iso

DATES = {
    "2025-09-04": "2025-09-04",
    "2025-09-04T10:00:05Z": "2025-09-04T10:00:05+00:00",
    "2025-09-04T10:00:05.123456": "2025-09-04T10:00:05",
    "2025-09-04T10:00:00+0530": "2025-09-04T10:00:00+05:30",
    "2025-09-04T10:00:00-05:00": "2025-09-04T10:00:00-05:00",
    "2025-09-04 10:00": "2025-09-04T10:00:00",
    "2025/9/4": "2025-09-04",
    "20250904": "2025-09-04",
    "20250904T101500Z": "2025-09-04T10:15:00+00:00",
    "1756980000": "2025-09-04T10:00:00+00:00",
    "1756980000000": "2025-09-04T10:00:00+00:00",
    "September 4, 2025": "2025-09-04",
    "Sept. 4, 2025 at 4:05 p.m.": "2025-09-04T16:05:00",
    "Thu, 04 Sep 2025 10:00:00 GMT": "2025-09-04T10:00:00+00:00",
    "Published 4th of September, 2025": "2025-09-04",
    "4. September 2025, 10:00 Uhr": "2025-09-04T10:00:00",
    "04.09.2025": "2025-09-04",
    "le 4 septembre 2025 à 10:00": "2025-09-04T10:00:00",
    "4 de septiembre de 2025": "2025-09-04",
    "Updated: 12:15 AM, March 1, 2024": "2024-03-01",
    "25/09/2025": "2025-09-25",
    "09/25/2025": "2025-09-25",
    "07/07/2025": "2025-07-07",
}

NO_DATES = (
    "",
    "04/05/2025",  # April or May: it depends on where
    "2025",
    "September 2025",
    "Room 2025, floor 4",
    "31 February 2025",
    "4 Octobre 1066",
    "ISBN 9780201379624",
    "version 2025.13.40",
    "Maybe 4, 2025",
    "5 mangoes 2025",
)


@pytest.mark.parametrize("text", DATES)
def test_dates(text: str) -> None:
    assert to_iso(text) == DATES[text]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date(text: str) -> None:
    assert to_iso(text) is None


@given(st.text(alphabet="0123456789-/.:TZ+ apmJan,", max_size=40))
def test_any_text_gives_a_date_or_none(text: str) -> None:
    iso = to_iso(text)
    assert iso is None or (iso[4] == iso[7] == "-" and to_iso(iso) == iso)
