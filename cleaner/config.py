"""Every threshold once, with how it was measured, and the switches that a user sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from cleaner.errors import UsageError
from cleaner.kinds import UNCONDITIONAL, Kind, Policy, default_policy

Engine = Literal["auto", "model", "trafilatura", "keep_all"]
Quality = Literal["default", "best"]
Repairs = Literal["off", "safe", "all"]
Profile = Literal["default", "news"]


@dataclass(frozen=True, slots=True)
class Config:
    """How to clean. Immutable and picklable; a part of the recipe hash, so that a change of any value shows.

    `engine` finds the main text (`auto`: the best for the media type). `quality`: `best` asks trafilatura too, whose
    word the content model weighs in, at several times the cost of a page. `repairs`: `off`, `safe` (only what is
    sure), `all` (also what is likely). `policy` overrides what is done with a kind. `profile` chooses stricter
    detectors for `news`. Budgets and limits below are named once, here; nothing else holds a threshold of the
    guards.
    """

    engine: Engine = "auto"
    quality: Quality = "default"
    repairs: Repairs = "safe"
    profile: Profile = "default"
    policy: Mapping[Kind, Policy] = field(default_factory=dict)

    pattern_seconds: float = 1.0
    """Limit of one pattern on one document. A match on real pages takes microseconds: a second is catastrophic
    backtracking."""

    max_chars: int = 200_000_000
    """Longer texts are refused unread: four times the 50 MB line of the hostile-input tests, in characters."""

    rule_budget: float = 0.6
    """Share of the candidate article's words that one source rule may remove; a rule file's `at_most` is stricter."""

    detector_budget: float = 0.25
    """Share of the candidate article's words that one detector may remove. An article of list items can lose a fifth to
    inline related links; no detector rightly took more on the development pages."""

    other_texts_budget: float = 0.95
    """Share of the candidate article's words that one detector may remove as readers' comments, posts or other
    articles: comments and articles are often longer than the article above them."""

    budget_floor_words: int = 80
    """Removals up to this many words pass any budget: on a text of one paragraph, a sign-up box is a large share. The
    first layer of a consent dialogue has 60 to 75 words."""

    left_floor: float = 0.35
    """An alarm is raised where less than this share of the candidate article's words is left."""

    def __post_init__(self) -> None:
        for kind in self.policy:
            if kind in UNCONDITIONAL:
                raise UsageError(
                    f"no policy governs '{kind}'",
                    hint="repairs have --repairs; layout and front matter always apply",
                )
        object.__setattr__(self, "policy", MappingProxyType(dict(self.policy)))

    def policy_of(self, kind: Kind) -> Policy:
        """What is done with stretches of `kind`."""
        if kind in UNCONDITIONAL:
            return Policy.DROP
        return self.policy.get(kind) or default_policy(kind)

    @property
    def fingerprint(self) -> str:
        """Every value, in one order: what the recipe hash is made of."""
        values = {name: getattr(self, name) for name in self.__slots__ if name != "policy"}
        return repr((sorted(values.items()), sorted(self.policy.items())))

    def __getstate__(self) -> dict[str, object]:
        state: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        state["policy"] = dict(self.policy)  # a mapping proxy cannot be pickled
        return state

    def __setstate__(self, state: Mapping[str, object]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "policy", MappingProxyType(dict(self.policy)))

    def with_policy(self, choices: Mapping[str, str]) -> Config:
        """The same with `{"caption": "keep", ...}` on top; `UsageError` names an unknown kind or policy."""
        chosen = dict(self.policy)
        for kind, policy in choices.items():
            if kind not in list(Kind):
                raise UsageError(f"unknown kind '{kind}'", hint=f"kinds are {', '.join(Kind)}")
            if policy not in list(Policy):
                raise UsageError(f"unknown policy '{policy}'", hint=f"policies are {', '.join(Policy)}")
            chosen[Kind(kind)] = Policy(policy)
        return replace(self, policy=chosen)
