"""One fixture, judged: cleaned by a recipe, and held against what its folder expects."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from cleaner.check.blame import account_of, differences
from cleaner.check.cases import Case, CaseError, metadata_value
from cleaner.check.invariants import alarms, broken_books, broken_second_pass, second_pass
from cleaner.check.verdict import EXCUSABLE, Difference, Fault, Problem, Standing, Verdict
from cleaner.check.words import fold, score
from cleaner.model import Result, Status
from cleaner.pipeline import Cleaner


def judge(case: Case, cleaner: Cleaner) -> Verdict:
    """Clean the input of `case` and tell all that is wrong. Never raises for what is wrong with the fixture: even a
    crash is a verdict, so that the others are still run."""
    if case.error is not None:
        return _verdict(case, [Problem(Fault.CASE, str(case.error))])
    try:
        return _judge(case, cleaner)
    except CaseError as error:
        return _verdict(case, [Problem(Fault.CASE, str(error))])
    except Exception as error:  # a crash is what a check must tell, whatever it is
        return _verdict(case, [Problem(Fault.CRASH, _told(error))])


def recipe_of(case: Case, cleaner: Cleaner) -> Cleaner:
    """The recipe with the fixture's own policy on top."""
    return _with_policy(cleaner, tuple(sorted(case.policy.items()))) if case.policy else cleaner


@lru_cache(maxsize=8)
def _with_policy(cleaner: Cleaner, policy: tuple[tuple[str, str], ...]) -> Cleaner:
    return Cleaner(rules=cleaner.book, config=cleaner.config.with_policy(dict(policy)))


def _judge(case: Case, cleaner: Cleaner) -> Verdict:
    assert case.input is not None
    recipe = recipe_of(case, cleaner)
    data = case.input.read_bytes()
    result = recipe.clean(data, url=case.url, captured=case.captured, id=case.id, name=case.input.name)
    if result.status is Status.FAILED:
        return _verdict(case, [Problem(Fault.CRASH, "; ".join(result.warnings))])
    problems = list(_snippets(case, result))
    problems += _metadata(case, result)
    problems += _kinds(case, result)
    problems += _fires(case, result)
    problems += broken_books(result, data)
    problems += alarms(result)
    again = second_pass(result, recipe, case.captured)
    problems += broken_second_pass(again)
    expected = body_of(result) if case.unchanged else case.expectation()
    found: tuple[Difference, ...] = ()
    if expected is None:
        hint = "write expected.txt, or run `cleaner check --update` and read what it proposes"
        problems.insert(0, Problem(Fault.MISSING, f"nothing says what must come out: {hint}"))
    else:
        packs = recipe.book.packs(result.meta.language)
        found = differences(expected, account_of(result), case.compare, packs)
        if found or (case.compare == "exact" and fold(expected) != fold(result.text)):
            problems.insert(0, Problem(Fault.TEXT, _summary(found)))
    if not case.reviewed:
        hint = "read expected.txt, correct it, then run `cleaner check --update`"
        problems.append(Problem(Fault.REVIEW, f"no person has read the expectation yet: {hint}"))
    verdict = _verdict(case, problems)
    return Verdict(
        id=verdict.id,
        source=verdict.source,
        folder=verdict.folder,
        standing=verdict.standing,
        problems=verdict.problems,
        differences=found,
        score=None if expected is None else score(result.text, expected),
        text=result.text,
        expected=expected,
        language=result.meta.language,
        reason=case.reason,
        again_words=again.words,
    )


def body_of(result: Result) -> str:
    """The input's text without its front matter: what a document that may not change must come out as."""
    front = result.document.front_matter
    return result.document.text[front.end if front else 0 :]


def _verdict(case: Case, problems: list[Problem]) -> Verdict:
    """The standing that follows from the problems. Known failures are strict: one that passes fails."""
    standing = Standing.FAILED if problems else Standing.PASSED
    if case.is_known_failure:
        if not problems:
            standing = Standing.FAILED
            stale = f"it passes now: take status and reason out of case.toml (the reason was: {case.reason})"
            problems = [Problem(Fault.STALE, stale)]
        elif all(problem.fault in EXCUSABLE for problem in problems):
            standing = Standing.KNOWN
    return Verdict(case.id, case.source, case.folder, standing, tuple(problems), reason=case.reason)


def _snippets(case: Case, result: Result) -> Iterator[Problem]:
    text = fold(result.text)
    yield from (
        Problem(Fault.WITH, f"{snippet!r} must stand in the result, and does not")
        for snippet in case.with_
        if fold(snippet) not in text
    )
    yield from (
        Problem(Fault.WITHOUT, f"{snippet!r} must not stand in the result, and does")
        for snippet in case.without
        if fold(snippet) in text
    )


def _metadata(case: Case, result: Result) -> Iterator[Problem]:
    for name, wanted in case.meta.items():
        got = metadata_value(result.meta, result.title, name)
        if got is None or not got.startswith(wanted):
            yield Problem(Fault.META, f"{name} is {got!r}, not {wanted!r}")


def _kinds(case: Case, result: Result) -> Iterator[Problem]:
    counts = Counter(edit.kind for edit in result.edits)
    for kind, least in case.kinds.items():
        got = counts[kind]
        if got < least:
            yield Problem(Fault.KINDS, f"{got} edits of kind '{kind}', not {least} or more")
        elif not least and got:
            yield Problem(Fault.KINDS, f"{got} edits of kind '{kind}', where there may be none")


def _fires(case: Case, result: Result) -> Iterator[Problem]:
    fired = {origin.name for edit in result.edits for origin in (edit.origin, *edit.also)}
    yield from (
        Problem(Fault.FIRES, f"'{name}' has no part in any edit, whoever took its debris instead")
        for name in case.fires
        if name not in fired
    )


def _summary(found: tuple[Difference, ...]) -> str:
    if not found:
        return "the words are the same, the spaces between them are not"
    lost, left = sum(each.lost_words for each in found), sum(each.left_words for each in found)
    return f"{lost} words lost, {left} words left"


def _told(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = f" (raised in {frames[-1].filename}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{where}"
