"""Parquet: every column but the cleaned one passes with its type, its nulls and its metadata."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ARTICLE, Cli

pa = pytest.importorskip("pyarrow", reason="pip install 'source-cleaner[parquet]'")
pq = pytest.importorskip("pyarrow.parquet")

ROWS = 25


def awkward(text: Any = None) -> Any:
    """A table of the types that pipelines hold."""
    late = [None] * (ROWS - 1) + ["late"]
    texts = [ARTICLE if n % 5 else None for n in range(ROWS)]
    columns = {
        "id": pa.array(range(ROWS), pa.uint16()),
        "text": pa.array(texts, text or pa.string()),
        "late": pa.array(late, pa.string()),
        "nulls": pa.nulls(ROWS, pa.int32()),
        "nested": pa.array(
            [{"a": [n, None], "b": {"c": f"x{n}"}} if n % 3 else None for n in range(ROWS)],
            pa.struct([("a", pa.list_(pa.int64())), ("b", pa.struct([("c", pa.string())]))]),
        ),
        "map": pa.array([[("k", n)] for n in range(ROWS)], pa.map_(pa.string(), pa.int8())),
        "when": pa.array(
            [dt.datetime(2025, 1, 1, n % 24, tzinfo=dt.UTC) for n in range(ROWS)], pa.timestamp("us", "UTC")
        ),
        "money": pa.array([None, *range(ROWS - 1)]).cast(pa.decimal128(20, 0)),
        "raw": pa.array([bytes([n, 255]) for n in range(ROWS)], pa.binary()),
        "word": pa.array(["a", "b", "a", None, "c"] * 5).dictionary_encode(),
        "big": pa.array(["x"] * ROWS, pa.large_string()),
        "half": pa.array([0.1] * ROWS, pa.float32()),
        "url": pa.array(["https://tidewaterpost.example/a"] * ROWS),
    }
    fields = [pa.field(name, column.type, metadata={"note": f"of {name}"}) for name, column in columns.items()]
    schema = pa.schema(fields, metadata={"huggingface": '{"info": {}}', "made": "by hand"})
    return pa.table(list(columns.values()), schema=schema)


def run(cli: Cli, tmp_path: Path, table: Any, *flags: str, name: str = "out", **options: Any) -> Any:
    (tmp_path / "in").mkdir(exist_ok=True)
    pq.write_table(table, tmp_path / "in" / "a.parquet", **options)
    ended = cli("run", tmp_path / "in", "-o", tmp_path / name, "--jobs", "0", *flags)
    assert ended.code == 0, ended.err
    return pq.ParquetFile(tmp_path / name / "a.parquet")


def test_other_columns_pass_untouched(cli: Cli, tmp_path: Path) -> None:
    table = awkward()
    file = run(cli, tmp_path, table, row_group_size=7, compression="zstd")
    after = file.read()
    before = pq.read_table(tmp_path / "in" / "a.parquet")
    assert after.schema.equals(before.schema, check_metadata=True)
    for name in before.column_names:
        if name != "text":
            assert after[name].equals(before[name]), name
    groups = [file.metadata.row_group(at) for at in range(file.num_row_groups)]
    assert [group.num_rows for group in groups] == [7, 7, 7, 4]
    assert {group.column(at).compression for group in groups for at in range(group.num_columns)} == {"ZSTD"}
    for old, new in zip(before["text"].to_pylist(), after["text"].to_pylist(), strict=True):
        assert (old is None) == (new is None)
        assert new is None or ("Read more: Five" not in new and "Nine members" in new)


@pytest.mark.parametrize(
    "kind",
    [pa.large_string(), pa.binary(), pa.large_binary(), pa.dictionary(pa.int8(), pa.string()), pa.string_view()],
    ids=str,
)
def test_text_keeps_its_type(cli: Cli, tmp_path: Path, kind: Any) -> None:
    table = awkward()
    at = table.schema.get_field_index("text")
    column = table["text"].dictionary_encode() if pa.types.is_dictionary(kind) else table["text"]
    table = table.set_column(at, "text", column.cast(kind))
    after = run(cli, tmp_path, table).read()
    before = pq.read_table(tmp_path / "in" / "a.parquet")
    assert after.schema == before.schema
    assert after["text"].null_count == 5
    texts = (
        after["text"].cast(pa.string()).to_pylist() if not pa.types.is_dictionary(kind) else after["text"].to_pylist()
    )
    assert "Read more: Five" not in texts[1]


def test_clean_text_beside_the_original(cli: Cli, tmp_path: Path) -> None:
    table = awkward()
    after = run(cli, tmp_path, table, "--clean-field", "clean").read()
    assert after.column_names == [*table.column_names, "clean"]
    assert after["text"].equals(table["text"])
    assert after["clean"].null_count == 5
    assert after.schema.metadata[b"made"] == b"by hand"


def test_pages_in_a_column_of_bytes(cli: Cli, tmp_path: Path) -> None:
    page = f"<html><body><article><p>{ARTICLE.replace(chr(10) * 2, '</p><p>')}</p></article></body></html>".encode()
    table = pa.table({"html": pa.array([page, None]), "n": [1, 2]})
    after = run(cli, tmp_path, table, "--html-field", "html").read()
    assert after.column_names == ["html", "n", "text"]
    assert after["html"].to_pylist() == [page, None]
    first, second = after["text"].to_pylist()
    assert "Nine members" in first
    assert second is None


def test_the_same_bytes_again_and_with_workers(cli: Cli, tmp_path: Path) -> None:
    run(cli, tmp_path, awkward(), row_group_size=4)
    first = (tmp_path / "out" / "a.parquet").read_bytes()
    assert cli("run", tmp_path / "in", "-o", tmp_path / "other", "--jobs", "2").code == 0
    assert (tmp_path / "other" / "a.parquet").read_bytes() == first


@pytest.mark.parametrize("rows", [0, 1])
def test_small_tables(cli: Cli, tmp_path: Path, rows: int) -> None:
    assert run(cli, tmp_path, awkward().slice(0, rows)).read().num_rows == rows


def test_columns_that_make_no_sense(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    pq.write_table(awkward(), tmp_path / "in" / "a.parquet")
    for flags, why in (
        (["--text-field", "story"], "no field 'story'"),
        (["--text-field", "id"], "holds uint16, not text"),
        (["--clean-field", "nested"], "not text"),
    ):
        ended = cli("run", tmp_path / "in", "-o", tmp_path / "out", "--jobs", "0", *flags)
        assert ended.code == 2
        assert why in ended.err


def test_a_file_that_was_cut_is_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "a.parquet"
    pq.write_table(awkward(), path)
    path.write_bytes(path.read_bytes()[:-100])
    (tmp_path / "in" / "b.txt").write_text(ARTICLE, "utf-8")
    ended = cli("run", tmp_path / "in", "-o", tmp_path / "out", "--jobs", "0")
    assert ended.code == 1
    assert "failed: a.parquet: no Parquet" in ended.err
    assert (tmp_path / "out" / "b.txt").exists()


def test_a_damaged_row_group_costs_its_rows(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "a.parquet"
    table = pa.table({"n": list(range(30)), "text": [f"{ARTICLE} {n}" for n in range(30)]})
    pq.write_table(table, path, row_group_size=10, compression="snappy", use_dictionary=False)
    data = bytearray(path.read_bytes())
    start = pq.ParquetFile(path).metadata.row_group(1).column(1).data_page_offset
    data[start : start + 200] = b"\xff" * 200
    path.write_bytes(data)
    ended = cli("run", tmp_path / "in", "-o", tmp_path / "out", "--jobs", "0")
    assert ended.code == 1
    assert "failed: a.parquet#11: row group 2 is damaged" in ended.err
    kept = pq.read_table(tmp_path / "out" / "a.parquet")["n"].to_pylist()
    assert kept == [*range(10), *range(20, 30)]
