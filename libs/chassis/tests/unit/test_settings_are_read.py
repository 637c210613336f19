"""A setting that nobody reads would only pretend to do something."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
SHARED = ROOT / "libs/chassis/src/chassis/settings.py"
SETTINGS = [*sorted(ROOT.glob("services/*/src/*/settings.py")), SHARED]


def _fields(path: Path) -> set[str]:
    return {
        statement.target.id
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
        for statement in node.body
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    }


def _attributes(folder: Path) -> set[str]:
    return {
        node.attr
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
    }


@pytest.mark.parametrize("path", SETTINGS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_setting_is_read(path: Path):
    """Each field is read as an attribute in its package, or by chassis."""
    read = _attributes(path.parent) | _attributes(ROOT / "libs/chassis/src")
    assert _fields(path) - read == set()
