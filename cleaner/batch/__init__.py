"""Many documents: worker processes, a deadline and a memory ceiling for each document, a ledger to go on from.

`run_folder` is the whole of it; `cleaner run` calls it. For one document, or a few, use a `Cleaner`.
"""

from cleaner.batch.recipe import Order, Report
from cleaner.batch.run import REPORT_NAME, Again, Options, Progress, Summary, Tick, run_folder, run_listing
from cleaner.batch.supervisor import Limits, Supervisor

__all__ = [
    "REPORT_NAME",
    "Again",
    "Limits",
    "Options",
    "Order",
    "Progress",
    "Report",
    "Summary",
    "Supervisor",
    "Tick",
    "run_folder",
    "run_listing",
]
