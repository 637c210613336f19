"""The table that people read is the one that runs."""

from pathlib import Path

import pytest
from ingest_stalwart.verbs import RENAMED, VERBS

TABLE = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", VERBS)
def test_every_verb_is_told(kind):
    """Upstream name, verb and outcome stand in one row."""
    verb = VERBS[kind]
    (row,) = [line for line in TABLE.splitlines() if line.startswith(f"| `{kind}`")]
    assert f"| `{verb.name}` | {verb.outcome} |" in row


@pytest.mark.parametrize("old", RENAMED)
def test_old_names_are_told(old):
    """A name of the older generation stands beside the newer one, where that has a row."""
    assert RENAMED[old] not in VERBS or f"`{old}`" in TABLE
