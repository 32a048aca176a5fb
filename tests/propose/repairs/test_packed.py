"""The tables' file: what is written comes back, the same bytes each time, and a broken file is named."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from cleaner.errors import InputError
from cleaner.propose.repairs.dropped_letters import channel, find, gate, packed


def test_what_is_written_is_read(tmp_path: Path) -> None:
    arrays = {
        "a": np.arange(5, dtype=np.uint32),
        "b": packed.text_array("naïve\nword"),
        "c": np.array([], dtype=np.int8),
    }
    packed.write(tmp_path / "t.bin", arrays, {"from": "here"})
    packed.write(tmp_path / "u.bin", arrays, {"from": "here"})
    assert (tmp_path / "t.bin").read_bytes() == (tmp_path / "u.bin").read_bytes()
    table = packed.read(tmp_path / "t.bin")
    assert table["a"].tolist() == [0, 1, 2, 3, 4]
    assert table.text("b") == "naïve\nword"
    assert table["c"].size == 0
    assert table.note == {"from": "here"}


@pytest.mark.parametrize("cut", [0, 10, 40, 80])
def test_a_broken_file_is_named(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "t.bin"
    packed.write(path, {"a": np.arange(100, dtype=np.uint32)}, {})
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(InputError, match=r"t\.bin"):
        packed.read(path)


def test_the_shipped_tables_are_small_and_open_fast() -> None:
    sizes = {path.name: path.stat().st_size for path in find.TABLES.glob("*.bin")}
    assert sizes.keys() == {"gate.bin", "english.bin", "context.bin"}
    assert sizes["gate.bin"] <= 20e6
    assert sum(sizes.values()) <= 40e6
    gate.load.cache_clear()
    begun = time.perf_counter()
    gate.load(find.TABLES / "gate.bin")
    assert time.perf_counter() - begun < 0.03


def test_deletion_is_inverted_exactly() -> None:
    model = find.load_scorer().model
    for strings in (("ad",), channel.LIGATURES, ("th",)):
        readings = channel.readings_of(strings, model).of
        assert readings
        for form, ids in list(readings.items())[::50]:
            for word_id in ids:
                assert channel.deleted(model.words[word_id - 4], strings) == form
    assert "had" in [model.words[i - 4] for i in channel.readings_of(("ad",), model).of["h"]]


def test_codes_of_strings_come_back() -> None:
    for string in ("ad", "th", "ment", "zz", "a"):
        assert gate.string_of(gate.code_of(string)) == (string,)
    assert gate.string_of(gate.LIGATURE_CODE) == channel.LIGATURES
