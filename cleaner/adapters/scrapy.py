"""Scrapy: an item pipeline that puts clean text beside a scraped page.

In `settings.py`: `ITEM_PIPELINES = {"cleaner.adapters.scrapy.CleanPipeline": 300}`, and where the defaults do not fit
`CLEANER = {"html": "body", "url": "link", "clean": "article", "status": "how"}`.
"""

from __future__ import annotations

from typing import Any, Self

from itemadapter import ItemAdapter

from cleaner.adapters.batches import CleanBatch


class CleanPipeline:
    """Cleans each item: a dict, dataclass, attrs or Scrapy item. An item without the field passes as it is.

    `options` are those of `CleanBatch`; without any, `text` or `html` is cleaned into `text`.
    """

    def __init__(self, **options: Any) -> None:
        self.batch = CleanBatch(**options)

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """The pipeline as the setting `CLEANER` describes it."""
        return cls(**crawler.settings.getdict("CLEANER"))

    def process_item(self, item: Any, spider: Any = None) -> Any:
        """The item with its clean text."""
        del spider
        adapter = ItemAdapter(item)
        named = self.batch.fields.html or self.batch.fields.text
        if not any(name in adapter for name in ((named,) if named else ("text", "html"))):
            return item
        cleaned = self.batch({name: [value] for name, value in adapter.items()})
        for name, (value,) in cleaned.items():
            if name not in adapter or adapter[name] is not value:
                adapter[name] = value
        return item
