"""Dates as pages write them."""

from __future__ import annotations

import pytest

from cleaner.rules.dates import DateForm

IST = {"IST": "+05:30", "GMT": "+00:00"}


@pytest.mark.parametrize(
    ("form", "text", "iso"),
    [
        ("%d-%m-%Y %H:%M", "12-12-2025 19:00 IST", "2025-12-12T19:00:00+05:30"),
        ("%d-%m-%Y %H:%M", "12-12-2025 19:00", "2025-12-12T19:00:00"),  # no zone told: no offset told
        ("%d-%m-%Y %H:%M", "12-12-2025 19:00 (ist)", "2025-12-12T19:00:00+05:30"),
        ("%d %b %Y %H:%M", "11 SEP 2025 12:06", "2025-09-11T12:06:00"),
        ("%d %b %Y", "3 Sept. 2025", "2025-09-03"),
        ("%B %d, %Y %I:%M %p", "March 4, 2025 12:05 a.m.", "2025-03-04T00:05:00"),
        ("%B %d, %Y %I:%M %p", "March 4, 2025 12:05 PM GMT", "2025-03-04T12:05:00+00:00"),
        ("%Y-%m-%dT%H:%M:%S%z", "2025-03-04T12:05:09+0530", "2025-03-04T12:05:09+05:30"),
        ("%Y-%m-%dT%H:%M:%S%z", "2025-03-04T12:05:09Z", "2025-03-04T12:05:09+00:00"),
        ("%d/%m/%y", "04/03/25", "2025-03-04"),
        ("%d-%m-%Y %H:%M", "12-13-2025 19:00", None),  # no such month
        ("%d-%m-%Y %H:%M", "31-02-2025 19:00", None),
        ("%d-%m-%Y %H:%M", "12-12-2025 19:00 EST", None),  # a zone that nobody described
        ("%d %b %Y", "3 Ma 2025", None),  # March or May
        ("%d %b %Y", "3 Foo 2025", None),
        ("%d-%m-%Y", "on 12-12-2025", None),
        ("%I:%M %p %d-%m-%Y", "13:00 pm 12-12-2025", None),
    ],
)
def test_a_date_is_read_or_left(form: str, text: str, iso: str | None) -> None:
    assert DateForm(form, IST).iso(text) == iso


def test_months_in_another_language() -> None:
    months = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
              "Dezember"]  # fmt: skip
    assert DateForm("%d. %B %Y", {}, months).iso("4. März 2025") == "2025-03-04"
    assert DateForm("%d. %B %Y", {}, months).iso("4. March 2025") is None


@pytest.mark.parametrize("form", ["%q", "%d %d", "100%"])
def test_a_form_that_cannot_be_read_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="date form"):
        DateForm(form, {})
