"""Line numbers of tables and keys in a TOML text: the standard parser gives none, and an error needs one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_HEADER = re.compile(r"\s*\[(?P<twice>\[)?\s*(?P<name>[A-Za-z0-9_.-]+)\s*\]")
_KEY = re.compile(r"""\s*(?P<key>[A-Za-z0-9_-]+|"[^"]*"|'[^']*')\s*[.=]""")
_TOKEN = re.compile(r"'''|\"\"\"|'[^'\n]*'|\"(?:\\.|[^\"\\\n])*\"|#|[\[\]{}]")


@dataclass(frozen=True, slots=True)
class Positions:
    """Where things are written. Lines count from 1; what is not found is at the line of what holds it."""

    tables: dict[str, list[int]] = field(default_factory=dict)
    keys: dict[tuple[str, int, str], int] = field(default_factory=dict)

    def table(self, name: str, index: int = 0) -> int:
        """The line of the header of the `index`-th table `name`; 1 for the keys above the first table (`""`)."""
        lines = self.tables.get(name, [])
        return lines[index] if index < len(lines) else 1

    def key(self, table: str, index: int, key: str) -> int:
        """The line of `key` in the `index`-th table `table`."""
        return self.keys.get((table, index, key)) or self.table(table, index)


def positions_of(text: str) -> Positions:
    """Find every table header and every key of `text`, which need not be valid TOML. Strings are not looked into."""
    found = Positions()
    table, index = "", 0
    closing: str | None = None  # the delimiter that ends the string that we are in
    depth = 0  # of brackets: a list may run over lines
    for number, line in enumerate(text.split("\n"), start=1):
        rest = line
        if closing is None and depth == 0:
            if header := _HEADER.match(line):
                table = header["name"]
                found.tables.setdefault(table, []).append(number)
                index = len(found.tables[table]) - 1
                continue
            if key := _KEY.match(line):
                found.keys.setdefault((table, index, key["key"].strip("\"'")), number)
                rest = line[key.end() :]
        at = 0
        while True:
            if closing is not None:
                end = rest.find(closing, at)
                if end < 0:
                    break
                at, closing = end + 3, None
            token = _TOKEN.search(rest, at)
            if token is None or token.group() == "#":
                break
            at = token.end()
            if token.group() in ("'''", '"""'):
                closing = token.group()
            elif token.group() in "[{":
                depth += 1
            elif token.group() in "]}":
                depth = max(0, depth - 1)
    return found
