"""Every action that the sources map has a sentence, and no other has."""

import re
from pathlib import Path

import pytest
from audit.sentences.upstream import UPSTREAM

SERVICES = Path(__file__).parents[4]
SOURCES = ["authentik", "stalwart", "ocis"]
# Whatever has no row of its own passes under its own name: the general sentence tells it.
OWN_NAME = {"custom_<name>", "its own name"}
_ROW = re.compile(r"\| .+? \| (?P<verb>[^|]+) \|.*\|.*")


def mapped(source):
    """Return the verbs of a source's mapping table."""
    lines = (SERVICES / f"ingest_{source}" / "README.md").read_text().splitlines()
    (start,) = (number for number, line in enumerate(lines) if f"| verb `{source}.` |" in line)
    verbs = [found["verb"] for line in lines[start + 2 :] if (found := _ROW.fullmatch(line))]
    return {verb.strip("`").partition(",")[0] for verb in verbs} - OWN_NAME


@pytest.mark.parametrize("source", SOURCES)
def test_each_has_its_own(source):
    """Who maps another action adds a line to the templates; one that goes takes its line along."""
    told = {one.removeprefix(f"{source}.") for one in UPSTREAM if one.startswith(f"{source}.")}
    assert told == mapped(source)


def test_the_tables_are_read():
    """A table that can't be read any more isn't an empty one."""
    assert {"login", "secret_rotate"} <= mapped("authentik")
    assert {"auth_banned", "mail_rejected"} <= mapped("stalwart")
    assert {"container_create", "space_shared"} <= mapped("ocis")
