"""Other people's pipelines: one callable that cleans a batch of rows, and thin wrappers of engines around it.

Nothing here imports an engine before it is asked for: `cleaner.adapters.ray` needs Ray, `cleaner.adapters.batches`
needs nothing but what its batches are made of.
"""
