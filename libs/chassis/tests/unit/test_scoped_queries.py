"""No query forgets whose rows it may see (architecture, rooms, rule 5)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
STORES = sorted(ROOT.glob("services/*/src/**/store.py"))
QUERIES = {
    "aggregate",
    "count_documents",
    "delete_many",
    "delete_one",
    "distinct",
    "estimated_document_count",
    "find",
    "find_one",
    "find_one_and_delete",
    "find_one_and_replace",
    "find_one_and_update",
    "grouped",
    "insert_many",
    "newest_page",
    "replace_one",
    "update_many",
    "update_one",
}


# A plan is made of a scope, and carries its filter (the test of the audit service's plans).
SCOPING = {"scoped", "plan_of"}


def _called(function: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                names.add(node.func.attr)
            elif isinstance(node.func, ast.Name):
                names.add(node.func.id)
    return names


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield functions of the module and of its classes; what is nested belongs to its outer one."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node)


def unscoped(source: str) -> list[str]:
    """Return the functions that query without a scope and don't say `all` in their name."""
    return [
        function.name
        for function in _functions(ast.parse(source))
        if _called(function) & QUERIES
        and not _called(function) & SCOPING
        and "all" not in function.name.split("_")
    ]


class TestScopedQueries:
    def test_there_are_stores(self):
        """The search below looks at something."""
        assert len(STORES) >= 4

    @pytest.mark.parametrize("store", STORES, ids=lambda path: str(path.relative_to(ROOT)))
    def test_every_query_is_scoped(self, store: Path):
        """Queries go through `scoped`, or say that they are for all."""
        assert unscoped(store.read_text()) == []

    def test_a_forgotten_scope_is_found(self):
        """A query without either is named."""
        source = "class S:\n  async def page(self):\n    return await c.find({}).to_list()\n"
        assert unscoped(source) == ["page"]

    def test_install_is_not_all(self):
        """The word counts, not the letters."""
        assert unscoped("async def install():\n  await c.update_one({}, {})\n") == ["install"]
