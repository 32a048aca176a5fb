"""The adapters on the real engines, each where it is installed: the texts are those of a local run."""

from __future__ import annotations

import gzip
import importlib
import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner import Cleaner
from tests.conftest import ARTICLE, Cli
from tests.test_run_folder import tree

README = Path(__file__).parents[2] / "README.md"
CLEANER = Cleaner()
TEXTS = [
    f"{ARTICLE}\nThe {n}th gate stands open, and nobody knows who was the last to see it shut.\n" for n in range(24)
]
WANTED = [CLEANER.clean(text).text for text in TEXTS]
PAGE = f"<html><body><article><p>{'</p><p>'.join(ARTICLE.split(chr(10) * 2))}</p></article></body></html>"


def readme_example(engine: str, names: dict[str, Any]) -> dict[str, Any]:
    """Run the README's example for `engine`, as it stands there, with `names` defined; what is defined after it."""
    (block,) = re.findall(r"^```py\n(.*?)^```$", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (code,) = re.findall(rf"^# {engine}\b.*\n((?:[^#\n].*\n)+)", block, re.MULTILINE)
    for module in re.findall(r"cleaner\.adapters\.\w+(?=\.[A-Za-z])", code):
        importlib.import_module(module)
    space = {"cleaner": cleaner, **names}
    exec(code, space)
    return space


def test_batches_as_the_readme_has_them() -> None:
    table = readme_example("batches", {"table": {"text": TEXTS[:3], "url": [None] * 3}})["table"]
    assert list(table["text"]) == WANTED[:3]
    assert set(table["how"]) == {"changed"}


@pytest.fixture(scope="module")
def cluster() -> Any:
    """Ray on this machine: room for two workers and what feeds them."""
    ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'source-cleaner[ray]'")
    ray.init(num_cpus=4, include_dashboard=False, log_to_driver=False, ignore_reinit_error=True)
    yield ray
    ray.shutdown()


@pytest.mark.usefixtures("cluster")
def test_ray_data() -> None:
    import ray.data  # noqa: PLC0415

    from cleaner.adapters.ray import CleanBatch  # noqa: PLC0415

    dataset = ray.data.from_items([{"n": n, "text": text} for n, text in enumerate(TEXTS)]).repartition(4)
    for form in ("pyarrow", "numpy", "pandas"):
        cleaned = dataset.map_batches(
            CleanBatch, fn_constructor_args=("text",), batch_format=form, batch_size=5, concurrency=2
        )
        rows = sorted(cleaned.take_all(), key=lambda row: row["n"])
        assert [row["text"] for row in rows] == WANTED, form


@pytest.mark.usefixtures("cluster")
def test_ray_data_as_the_readme_has_it(tmp_path: Path) -> None:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415
    import ray.data  # noqa: PLC0415

    pq.write_table(pa.table({"n": list(range(24)), "text": TEXTS}), tmp_path / "0.parquet")
    pages = readme_example("Ray Data", {"ray": ray, "folder": str(tmp_path)})["pages"]
    assert [row["text"] for row in sorted(pages.take_all(), key=lambda row: row["n"])] == WANTED


@pytest.mark.usefixtures("cluster")
def test_a_run_on_ray_is_a_local_run(cli: Cli, tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    for number, text in enumerate(TEXTS[:12]):
        (root / f"{number:02}.txt").write_text(text, "utf-8")
    (root / "more.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in TEXTS[12:]), "utf-8")
    assert cli("run", root, "-o", tmp_path / "ray", "--engine", "ray").code == 0
    assert cli("run", root, "-o", tmp_path / "here", "--jobs", "0").code == 0
    assert tree(tmp_path / "ray") == tree(tmp_path / "here")


def test_datatrove(tmp_path: Path) -> None:
    pytest.importorskip("datatrove", reason="datatrove is not installed: pip install 'source-cleaner[datatrove]'")
    from datatrove.executor.local import LocalPipelineExecutor  # noqa: PLC0415
    from datatrove.pipeline.readers import JsonlReader  # noqa: PLC0415
    from datatrove.pipeline.writers.jsonl import JsonlWriter  # noqa: PLC0415

    from cleaner.adapters.datatrove import CleanStep  # noqa: PLC0415

    source = tmp_path / "in"
    source.mkdir()
    for part in range(2):
        lines = [
            json.dumps({"text": TEXTS[n], "id": f"{n}", "metadata": {"score": n / 2, "url": "https://a.example/"}})
            for n in range(part * 12, part * 12 + 12)
        ]
        (source / f"{part}.jsonl").write_text("\n".join(lines), "utf-8")
    steps = [
        JsonlReader(str(source)),
        CleanStep(status_key="how"),
        JsonlWriter(str(tmp_path / "out"), output_filename="${rank}.jsonl", compression=None),
    ]
    LocalPipelineExecutor(pipeline=steps, tasks=2, workers=1, logging_dir=str(tmp_path / "logs")).run()
    told = [json.loads(line) for path in sorted((tmp_path / "out").iterdir()) for line in path.open(encoding="utf-8")]
    told.sort(key=lambda row: int(row["id"]))
    assert [row["text"] for row in told] == WANTED
    assert [row["metadata"]["score"] for row in told] == [n / 2 for n in range(24)]
    assert {row["metadata"]["how"] for row in told} == {"changed"}


def test_datatrove_as_the_readme_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("datatrove", reason="datatrove is not installed: pip install 'source-cleaner[datatrove]'")
    from datatrove.executor.local import LocalPipelineExecutor  # noqa: PLC0415
    from datatrove.pipeline.readers import JsonlReader  # noqa: PLC0415
    from datatrove.pipeline.writers.jsonl import JsonlWriter  # noqa: PLC0415

    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    lines = [json.dumps({"text": text, "id": f"{n}"}) for n, text in enumerate(TEXTS)]
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(lines), "utf-8")
    names = {"LocalPipelineExecutor": LocalPipelineExecutor, "JsonlReader": JsonlReader, "JsonlWriter": JsonlWriter}
    readme_example("datatrove", names)
    (written,) = (tmp_path / "out").iterdir()
    with gzip.open(written, "rt", encoding="utf-8") as file:
        assert [json.loads(line)["text"] for line in file] == WANTED


def test_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark", reason="Spark is not installed: pip install 'source-cleaner[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none")
    from pyspark.sql import SparkSession  # noqa: PLC0415

    from cleaner.adapters import spark  # noqa: PLC0415

    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", os.environ.get("SPARK_LOCAL_IP", "127.0.0.1"))
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "5").getOrCreate()
    try:
        frame = session.createDataFrame([(n, text, [n]) for n, text in enumerate(TEXTS)], ["n", "text", "list"])
        rows = spark.clean(frame.repartition(3), "text", status="how").orderBy("n").collect()
        shown = readme_example("Spark", {"frame": frame})["frame"].orderBy("n").collect()
    finally:
        session.stop()
    assert [row["text"] for row in rows] == WANTED
    assert [row["text"] for row in shown] == WANTED
    assert [row["list"] for row in rows] == [[n] for n in range(24)]
    assert {row["how"] for row in rows} == {"changed"}


def test_hugging_face_datasets() -> None:
    datasets = pytest.importorskip(
        "datasets", reason="datasets is not installed: pip install 'source-cleaner[datasets]'"
    )
    from cleaner.adapters.datasets import clean  # noqa: PLC0415

    data = datasets.Dataset.from_dict({"n": list(range(24)), "text": TEXTS})
    after = clean(data, "text")
    assert after["text"][:] == WANTED
    assert after["n"][:] == list(range(24))
    assert after.features == data.features
    assert readme_example("Hugging Face datasets", {"dataset": data})["dataset"]["text"][:] == WANTED
    streamed = clean(data.to_iterable_dataset(), "text")
    assert [row["text"] for row in streamed] == WANTED


def test_scrapy() -> None:
    pytest.importorskip("scrapy", reason="Scrapy is not installed: pip install 'source-cleaner[scrapy]'")
    import scrapy  # noqa: PLC0415
    from scrapy.utils.misc import load_object  # noqa: PLC0415
    from scrapy.utils.test import get_crawler  # noqa: PLC0415

    class PageItem(scrapy.Item):  # type: ignore[misc]
        url = scrapy.Field()
        html = scrapy.Field()
        text = scrapy.Field()
        how = scrapy.Field()

    crawler = get_crawler(settings_dict={"CLEANER": {"html": "html", "clean": "text", "status": "how"}})
    pipeline = load_object("cleaner.adapters.scrapy.CleanPipeline").from_crawler(crawler)
    for make in (dict, PageItem):
        item = make(url="https://a.example/", html=PAGE)
        after = pipeline.process_item(item, None)
        assert after is item
        assert after["html"] == PAGE
        assert "Nine members" in after["text"]
        assert after["how"] == "changed"
    crawler = get_crawler(
        settings_dict={name: value for name, value in readme_example("Scrapy", {}).items() if name.isupper()}
    )
    ((path, _),) = crawler.settings.getdict("ITEM_PIPELINES").items()
    shown = load_object(path).from_crawler(crawler).process_item({"url": "https://a.example/", "body": PAGE}, None)
    assert "Nine members" in shown["text"]
    other = {"price": 3}
    assert pipeline.process_item(other) == {"price": 3}
