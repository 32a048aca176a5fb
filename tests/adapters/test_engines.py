"""The adapters on the real engines, each where it is installed: the texts are those of a local run."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner
from tests.conftest import ARTICLE, Cli
from tests.test_run_folder import tree

CLEANER = Cleaner()
TEXTS = [
    f"{ARTICLE}\nThe {n}th gate stands open, and nobody knows who was the last to see it shut.\n" for n in range(24)
]
WANTED = [CLEANER.clean(text).text for text in TEXTS]
PAGE = f"<html><body><article><p>{'</p><p>'.join(ARTICLE.split(chr(10) * 2))}</p></article></body></html>"


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
def test_a_run_on_ray_is_a_local_run(cli: Cli, tmp_path: Path) -> None:
    root = tmp_path / "in"
    root.mkdir()
    for number, text in enumerate(TEXTS[:12]):
        (root / f"{number:02}.txt").write_text(text, "utf-8")
    (root / "more.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in TEXTS[12:]), "utf-8")
    assert cli("run", root, "-o", tmp_path / "ray", "--on", "ray").code == 0
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
    finally:
        session.stop()
    assert [row["text"] for row in rows] == WANTED
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
    assert clean(data, "text", num_proc=2)["text"][:] == WANTED
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
    other = {"price": 3}
    assert pipeline.process_item(other) == {"price": 3}
