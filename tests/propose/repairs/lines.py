"""Sentences that hold words which a deleted "ad" damages, for tests of profiles."""

from __future__ import annotations

LINES = [
    "The mayor had said that the road was closed, and the council went home before the vote was taken that night.",
    "It was the leader of the group who spoke first, and everyone in the room knew that it was already too late.",
    "She was ready to leave when the phone rang, and by the time they were in the car the rain had stopped for good.",
    "They headed north in the morning, and it was not until the evening that they saw the first house on the hill.",
    "Nothing of the kind was added to the plan, and the people in the street were told to go back to their work.",
    "What lies ahead is not known to them, and there is no one who could say when the work will be over for all.",
]
