"""The whole flow of one document on one screen: read, identify, find damage, propose, settle, cut."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

from cleaner import collector, cut, inputs
from cleaner.config import Config
from cleaner.errors import OverrunError
from cleaner.inputs.html import LINEARISATION
from cleaner.inputs.language import detect_language
from cleaner.kinds import Kind
from cleaner.metadata import merge_metadata
from cleaner.model import Document, Edit, Media, Origin, Result, Settled, Status
from cleaner.propose import Context, Proposer
from cleaner.propose.content import ContentStage, candidate_article, judge_repaired, takes_apart
from cleaner.propose.detectors import Detectors
from cleaner.propose.engines import EngineStage, engine_name, kept_spans, selected_spans
from cleaner.propose.from_rules import FromRules
from cleaner.propose.page_scripts import PageScripts, page_scripts, text_without_scripts, without_scripts
from cleaner.propose.repairs import Profile, RepairStage, find_damage
from cleaner.propose.units import Units
from cleaner.propose.views import views_of
from cleaner.rules import RuleBook, load_rules
from cleaner.settle import finish, settle
from cleaner.sources import identify, rules_for
from cleaner.spans import SpanSet
from cleaner.version import __version__

STAGES: tuple[Proposer, ...] = (PageScripts(), FromRules(), Detectors(), EngineStage(), ContentStage(), RepairStage())
"""In running order; each is settled before the next proposes."""


class Cleaner:
    """Cleans documents by one frozen recipe: rules, config, profile. Reusable, picklable, no state between documents.

    `rules` is a `RuleBook` or folders of rule files that come before the built-in ones. Make one and keep it:
    loading the rules costs more than cleaning a page. `profile` is what `cleaner profile` froze of many documents
    (`cleaner.propose.repairs.load_profile` reads it): evidence of lost letters by source.
    """

    def __init__(
        self,
        *,
        rules: RuleBook | Sequence[Path | str] | None = None,
        config: Config | None = None,
        profile: Profile | None = None,
    ) -> None:
        self.book = rules if isinstance(rules, RuleBook) else load_rules([Path(folder) for folder in rules or ()])
        self.config = config or Config()
        self.profile = profile
        self.recipe_hash = _recipe_hash(self.book, self.config, profile)

    def clean(
        self,
        data: bytes | str,
        *,
        url: str | None = None,
        media: Media | None = None,
        source: str | None = None,
        language: str | None = None,
        captured: dt.date | None = None,
        id: str = "-",
        name: str | None = None,
    ) -> Result:
        """Clean one input.

        `name` is a file name: a hint for the media type. `captured` is the day on which the input was scraped: dated
        rules are chosen by it; without it, by the dates that the document tells. Raises `InputError` for what is no
        text, `UsageError` for an unknown source or media type. A pattern that overruns its limit does not raise: the
        result's status is `failed`, its text the input.
        """
        with collector.paused():
            document = inputs.read(data, id=id, name=name, media=media, url=url, max_chars=self.config.max_chars)
            try:
                return self._clean(document, url, source, language, captured)
            except OverrunError as error:
                return failed(document, str(error), self.recipe_hash)

    def _clean(
        self,
        document: Document,
        url: str | None,
        source: str | None,
        language: str | None,
        captured: dt.date | None,
    ) -> Result:
        scripts = page_scripts(document)
        sound = without_scripts(document, scripts)
        language = language or document.meta.language or detect_language(text_without_scripts(document, scripts))
        damage = None if self.config.repairs == "off" else find_damage(sound, self.config, language, self.profile)
        views = views_of(document.text, damage.edits if damage else ())
        units = Units(document, views)
        read, lines = views.repaired.text, (unit.reading for unit in units)
        match = identify(document, self.book, url=url, source=source, text=read, lines=lines, captured=captured)
        rules = rules_for(document, self.book, match)
        packs = self.book.packs(language)
        judgement = None
        if engine_name(document, self.config) == "model" and not selected_spans(document, rules):
            judgement = judge_repaired(document, (*scripts, *(damage.edits if damage else ())), language)
            if self.config.quality == "best" and document.media == "html":
                judgement = judgement.with_vote(kept_spans(document, self.config))
            if takes_apart(judgement, packs, self.config.pattern_seconds):
                judgement = judgement.left_whole()
        context = Context(
            document=document,
            config=self.config,
            views=views,
            units=units,
            language=language,
            source=match,
            rules=rules,
            packs=packs,
            damage=damage,
            judgement=judgement,
            scripts=scripts,
        )
        front = _front_matter(document)
        settled = Settled(article=_article(context), edits=front, removed=SpanSet(edit.span for edit in front))
        for stage in STAGES:
            settled = settle(document, settled, stage.propose(context, settled), self.config)
        verdict = finish(document, settled, self.config, judgement.doubts if judgement else ())
        meta = merge_metadata(document, settled.captures, language)
        return Result(
            document=document,
            text=cut.apply(document.text, verdict.edits),
            title=meta.title,
            meta=meta,
            source=match,
            edits=verdict.edits,
            refusals=verdict.refusals,
            marks=settled.marks,
            unresolved=settled.unresolved,
            status=verdict.status,
            warnings=(*document.warnings, *verdict.warnings),
            recipe_hash=self.recipe_hash,
        )


def clean(
    data: bytes | str,
    *,
    url: str | None = None,
    media: Media | None = None,
    source: str | None = None,
    config: Config | None = None,
) -> Result:
    """Clean one input with the built-in rules. For many documents make one `Cleaner` and keep it."""
    return Cleaner(config=config).clean(data, url=url, media=media, source=source)


def _article(context: Context) -> SpanSet:
    """The candidate article, which every budget is counted in: what the model or engine keeps of a page; of a flat text
    the prose that the model keeps, as it keeps short lines on little evidence."""
    if context.document.media == "html":
        if context.judgement is not None:
            return context.judgement.kept
        return kept_spans(context.document, context.config, context.rules)
    if context.judgement is None:
        return candidate_article(context.document, context.units)
    kept = context.judgement.kept
    prose = candidate_article(context.document, tuple(context.units.within(kept)))
    return SpanSet(part for span in prose for part in kept.within(span))


def _front_matter(document: Document) -> tuple[Edit, ...]:
    span = document.front_matter
    return () if span is None else (Edit(span, Kind.FRONT_MATTER, Origin("settle", "front-matter")),)


def failed(document: Document, error: str, recipe_hash: str) -> Result:
    """The input as it came, and what went wrong: a document that fails loses nothing."""
    return Result(
        document=document,
        text=document.text,
        title=document.meta.title,
        meta=document.meta,
        source=None,
        edits=(),
        status=Status.FAILED,
        warnings=(*document.warnings, error),
        recipe_hash=recipe_hash,
    )


def _recipe_hash(book: RuleBook, config: Config, profile: Profile | None) -> str:
    """Names everything besides the document that the result depends on."""
    parts = [__version__, str(LINEARISATION), book.digest, config.fingerprint]
    if profile is not None:
        parts.append(profile.digest)
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]
