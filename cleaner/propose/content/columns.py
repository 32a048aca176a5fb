"""A table of features under construction: named columns over the units of one document."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]


class Columns:
    """Named feature columns of `size` units, gathered one at a time and given as one matrix (units by features)."""

    __slots__ = ("_columns", "names", "size")

    def __init__(self, size: int) -> None:
        self.size = size
        self.names: list[str] = []
        self._columns: list[npt.ArrayLike] = []

    def add(self, name: str, values: npt.ArrayLike) -> None:
        """Append one column."""
        self.names.append(name)
        self._columns.append(values)

    def add_all(self, names: Sequence[str], table: npt.NDArray[np.generic]) -> None:
        """Append a column for each row of `table`."""
        self.names.extend(names)
        self._columns.extend(table)

    def extend(self, other: Columns) -> None:
        """Append the columns of `other`."""
        self.names.extend(other.names)
        self._columns.extend(other._columns)

    def __getitem__(self, name: str) -> npt.NDArray[np.generic]:
        return np.asarray(self._columns[self.names.index(name)])

    def matrix(self) -> Matrix:
        """All columns side by side."""
        table = np.empty((len(self._columns), self.size), dtype=np.float32)
        for row, column in enumerate(self._columns):
            table[row] = column
        return table.T
