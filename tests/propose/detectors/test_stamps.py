"""Dates and times as pages of many languages print them, and what is no date."""

from __future__ import annotations

import pytest

from cleaner.propose.detectors.stamps import clocks_in, stamps_in

READ = {
    "12 March 2025 at 14:05": "2025-03-12T14:05:00",
    "Do 27.04.2023 15:17 Uhr": "2023-04-27T15:17:00",
    "Mittwoch, 12. März 2025, 9:05 Uhr": "2025-03-12T09:05:00",
    "le 18 juil. 2024 à 08h01": "2024-07-18T08:01:00",
    "15 oct 2024 - 08:22": "2024-10-15T08:22:00",
    "12 de março de 2025 às 7h30": "2025-03-12T07:30:00",
    "12 marzo 2025 alle 14:05": "2025-03-12T14:05:00",
    "12 maart 2025 om 14:05": "2025-03-12T14:05:00",
    "23 okt 2025 kl 10.23": "2025-10-23T10:23:00",
    "02.10.24 06:58": "2024-10-02T06:58:00",
    "3. marts 2025 kl. 14:05": "2025-03-03T14:05:00",
    "12 września 2025, 14:05": "2025-09-12T14:05:00",
    "2 мая 2024, 10:23": "2024-05-02T10:23:00",
    "3 ARALIK 2024 14:05": "2024-12-03T14:05:00",
    "3 Ağustos 2024": "2024-08-03",
    "2024年9月8日 5時00分": "2024-09-08T05:00:00",
    "2024年9月8日(日) 午後5時30分": "2024-09-08T17:30:00",
    "2025.06.03 오후 2:05": "2025-06-03T14:05:00",
}
UNREAD = ("03/04/2025", "32.13.2025")
NO_DATE = ("Room 12.03.20", "In March 2025 of that hall", "1.2.34 was the version", "mon 3 chiens")


@pytest.mark.parametrize(("text", "iso"), READ.items(), ids=list(READ))
def test_a_stamp_is_read(text: str, iso: str) -> None:
    assert [stamp.iso for stamp in stamps_in(text)] == [iso]


@pytest.mark.parametrize("text", UNREAD)
def test_an_open_or_wrong_date_is_seen_without_a_value(text: str) -> None:
    assert [stamp.iso for stamp in stamps_in(text)] == [None]


@pytest.mark.parametrize("text", NO_DATE)
def test_no_date(text: str) -> None:
    assert list(stamps_in(text)) == []


def test_the_day_is_first_where_the_language_says_so() -> None:
    assert [stamp.iso for stamp in stamps_in("03/04/2025 às 14h05", day_first=True)] == ["2025-04-03T14:05:00"]


@pytest.mark.parametrize(
    "text", ["Updated at 07.20 GMT", "Last updated: 7.45 pm", "Stand: 9:05 Uhr", "更新 午後5時30分"]
)
def test_a_time_of_day_is_found_without_a_date(text: str) -> None:
    assert [(stamp.iso, stamp.timed) for stamp in clocks_in(text)] == [(None, True)]


@pytest.mark.parametrize("text", ["Updated to 1.2.34", "Updated 12:30:4:5", "Published in 1911", "Room 12.304"])
def test_no_time_of_day(text: str) -> None:
    assert list(clocks_in(text)) == []
