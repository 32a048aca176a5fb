"""Drafts: from a few saved pages of one source, a rule file to go on from, fixtures, and expectations to review.

Everything here proposes. What it writes is marked as unread, and `cleaner check` fails until a person has read it.
"""

from cleaner.draft.source import Draft, DraftFile, draft_source
from cleaner.draft.write import write_draft

__all__ = ["Draft", "DraftFile", "draft_source", "write_draft"]
