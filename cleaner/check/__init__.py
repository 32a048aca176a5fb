"""Checks: do the examples of rule files and the fixtures still come out as they should, and what does a change do?

`check_book` runs the examples of rules. `find_cases` and `check_cases` run fixtures: documents with a known right
answer, in the layout that `docs/fixtures.md` describes. The command `cleaner check`, the pytest plugin and
`cleaner rules test` all stand on this package, so that their verdicts agree.
"""

from cleaner.check.cases import Case, CaseError, find_cases
from cleaner.check.examples import Cleans, Outcome, check_book, check_example, check_phrases, first_difference
from cleaner.check.judge import judge
from cleaner.check.runner import Report, check_cases
from cleaner.check.verdict import Fault, Problem, Standing, Verdict

__all__ = [
    "Case",
    "CaseError",
    "Cleans",
    "Fault",
    "Outcome",
    "Problem",
    "Report",
    "Standing",
    "Verdict",
    "check_book",
    "check_cases",
    "check_example",
    "check_phrases",
    "find_cases",
    "first_difference",
    "judge",
]
