"""Rule files: sources, families, wrappers and language packs as data.

`load_rules` reads them into a `RuleBook`; `propose.from_rules` applies what the book says of a source, detectors
ask its packs for phrases. The format is described by `schema`, and by `docs/rules.md`, which is generated from it.
"""

from __future__ import annotations

from cleaner.rules.book import CompiledEntry, RuleBook, Signature, SourceRules
from cleaner.rules.inherit import BoundEntry
from cleaner.rules.load import builtin_rules_dir, load_rules
from cleaner.rules.phrases import NO_PACKS, PhraseHit, PhrasePack, PhrasePacks, free_lead
from cleaner.rules.schema import PhraseEntry, Role, RuleFile

__all__ = [
    "NO_PACKS",
    "BoundEntry",
    "CompiledEntry",
    "PhraseEntry",
    "PhraseHit",
    "PhrasePack",
    "PhrasePacks",
    "Role",
    "RuleBook",
    "RuleFile",
    "Signature",
    "SourceRules",
    "builtin_rules_dir",
    "free_lead",
    "load_rules",
]
