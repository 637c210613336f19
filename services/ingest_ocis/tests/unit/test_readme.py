"""The table that people read is the one that runs."""

import re
from pathlib import Path

from ingest_ocis.allowed import MUTATIONS

TABLE = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+)` \| `(\w+)` \| \w+", TABLE, re.MULTILINE)


def test_every_action_is_told():
    """What is taken over stands in the table, under its own name, and nothing else does."""
    assert sorted(ROWS) == sorted((action, action) for action in MUTATIONS)
