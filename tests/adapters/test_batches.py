"""One callable for every kind of batch: the same rows in the same order, and the texts of a local run."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner, Result
from cleaner.adapters.batches import CleanBatch
from cleaner.errors import UsageError
from tests.conftest import ARTICLE

pa = pytest.importorskip("pyarrow", reason="pip install 'source-cleaner[parquet]'")

TEXTS: list[str | None] = [ARTICLE, None, "The weir was mended.", "", f"{ARTICLE}\nThe ducks came back.\n"]
CLEANER = Cleaner()


def wanted() -> list[str | None]:
    return [text and CLEANER.clean(text).text for text in TEXTS]


def columns() -> dict[str, list[Any]]:
    return {"n": [3, 1, 2, 5, 4], "text": list(TEXTS), "tags": [["a"], None, [], ["b"], ["c"]]}


def test_a_dict_of_columns() -> None:
    before = columns()
    after = CleanBatch("text", cleaner=CLEANER)(before)
    assert after == {**columns(), "text": wanted()}
    assert before == columns(), "the batch that was given is not changed"


def test_arrow_tables_and_record_batches() -> None:
    table = pa.table(columns())
    batch = CleanBatch("text", cleaner=CLEANER, status="how")
    after = batch(table)
    assert after.column_names == ["n", "text", "tags", "how"]
    assert after["text"].to_pylist() == wanted()
    assert after["how"].to_pylist() == ["changed", None, "clean", "clean", "changed"]
    assert after.drop(["how"]).schema == table.schema
    one = batch(table.to_batches()[0])
    assert isinstance(one, pa.RecordBatch)
    assert one.to_pylist() == after.to_pylist()
    assert batch(table.slice(0, 0)).num_rows == 0
    assert batch(table.slice(0, 0).to_batches()[0] if table.slice(0, 0).to_batches() else one.slice(0, 0)).num_rows == 0


def test_pandas_frames() -> None:
    pd = pytest.importorskip("pandas", reason="pandas is not installed")
    frame = pd.DataFrame(columns(), index=[9, 8, 7, 6, 5])
    after = CleanBatch("text", cleaner=CLEANER)(frame)
    assert list(after.index) == [9, 8, 7, 6, 5]
    assert [text if isinstance(text, str) else None for text in after["text"]] == wanted()
    assert frame["text"].iloc[0] == ARTICLE
    assert list(after["n"]) == list(frame["n"])


def test_pages_go_to_a_column_of_their_own() -> None:
    page = f"<html><body><article><p>{'</p><p>'.join(ARTICLE.split(chr(10) * 2))}</p></article></body></html>"
    after = CleanBatch(html="page", url="from", clean="article")({"page": [page], "from": ["https://a.example/"]})
    assert list(after) == ["page", "from", "article"]
    assert after["page"] == [page]
    assert "Nine members" in after["article"][0]


def test_a_row_that_fails_keeps_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = Cleaner.clean

    def fail(self: Cleaner, data: bytes | str, **options: Any) -> Result:
        if "ducks" in str(data):
            raise ZeroDivisionError
        return sound(self, data, **options)

    monkeypatch.setattr(Cleaner, "clean", fail)
    after = CleanBatch("text", status="how")(columns())
    assert after["text"][4] == TEXTS[4]
    assert after["how"] == ["changed", None, "clean", "clean", "failed"]


def test_wrong_use_is_told() -> None:
    with pytest.raises(UsageError, match="no field 'tale'"):
        CleanBatch("tale")(columns())
    with pytest.raises(TypeError, match="not list"):
        CleanBatch("text")([ARTICLE])


def test_it_crosses_processes_with_its_rules(rules: Path) -> None:
    batch = CleanBatch("text", url="url", rules=[rules])
    data = {"text": [ARTICLE], "url": ["https://tidewaterpost.example/a"]}
    copy = pickle.loads(pickle.dumps(batch))
    assert copy(data) == batch(data)
    assert copy.recipe.terms.digest == batch.recipe.terms.digest
    assert "By Ada Fenn" not in copy(data)["text"][0]
