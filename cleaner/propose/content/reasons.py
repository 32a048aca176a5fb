"""Why the model wants a stretch gone, worked out only when somebody asks.

Evidence costs as much as a third of the judgement, and most cleanings are never explained.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import overload

from cleaner.model import Evidence
from cleaner.propose.content.judgement import Judgement


class Reasons:
    """The features behind the judgement of some units of one document, of all at once when the first is asked for: a
    call costs about the same for one unit as for fifty."""

    def __init__(self, judgement: Judgement, indexes: Sequence[int]) -> None:
        self._judgement = judgement
        self._indexes = indexes

    @cached_property
    def all(self) -> Sequence[tuple[Evidence, ...]]:
        """The evidence of each unit, in the order in which the units were given."""
        return self._judgement.evidence_of(self._indexes)


class Reason(Sequence[Evidence]):
    """The evidence of one edit: how sure the model is, and the features that made it so. Reads, compares and is stored
    like the tuple that it stands for."""

    __slots__ = ("_doubt", "_number", "_reasons")

    def __init__(self, doubt: Evidence, reasons: Reasons, number: int) -> None:
        self._doubt = doubt
        self._reasons = reasons
        self._number = number

    @property
    def told(self) -> tuple[Evidence, ...]:
        """All of it, as a tuple."""
        return (self._doubt, *self._reasons.all[self._number])

    @overload
    def __getitem__(self, at: int) -> Evidence: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Evidence, ...]: ...
    def __getitem__(self, at: int | slice) -> Evidence | tuple[Evidence, ...]:
        return self.told[at]

    def __len__(self) -> int:
        return len(self.told)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Evidence]:
        return iter(self.told)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Reason | tuple) and self.told == tuple(other))

    def __hash__(self) -> int:
        return hash(self.told)

    def __repr__(self) -> str:
        return repr(self.told)

    def __reduce__(self) -> tuple[type[tuple[Evidence, ...]], tuple[tuple[Evidence, ...]]]:
        return (tuple, (self.told,))
