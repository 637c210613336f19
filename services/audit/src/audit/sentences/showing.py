"""An entry as readers see it."""

from collections.abc import Mapping
from typing import Any

from chassis import as_contract
from contracts.audit.v1 import Entry

from audit.sentences.telling import sentence_of


def shown(row: Mapping[str, Any]) -> Entry:
    """Return the entry of a stored row whose personal fields are readable, or erased."""
    entry = as_contract(Entry, row)
    entry.sentence = sentence_of(entry)
    return entry
