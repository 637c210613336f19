"""Proofs checked in the browser agree with the ones made in Python, for trees of every shape."""

import base64
from hashlib import sha256
from typing import Any

import pytest
from playwright.sync_api import Page
from transparency import Checkpoint, Proof, Signer, leaf_hash
from transparency.hashing import node_hash

pytestmark = pytest.mark.slow

# Every shape up to two levels of a full tree and beyond.
_SIZES = range(1, 20)
_CHECK = """
async ([module, cases]) => {
  const { verify } = await import(module);
  const said = [];
  for (const [entry, proof, key] of cases) {
    try { const seen = await verify(entry, proof, key); said.push([seen.index, seen.size]); }
    catch (error) { said.push(error.message); }
  }
  return said;
}
"""


def _root(leaves: list[bytes]) -> bytes:
    """RFC 6962 §2.1, as it is written there."""
    if len(leaves) == 1:
        return leaves[0]
    cut = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(_root(leaves[:cut]), _root(leaves[cut:]))


def _path(leaves: list[bytes], index: int) -> list[bytes]:
    if len(leaves) == 1:
        return []
    cut = 1 << ((len(leaves) - 1).bit_length() - 1)
    if index < cut:
        return [*_path(leaves[:cut], index), _root(leaves[cut:])]
    return [*_path(leaves[cut:], index - cut), _root(leaves[:cut])]


def _checked(page: Page, cases: list[tuple[str, str, str]]) -> list[Any]:
    page.goto("/")
    script = page.locator("script[type=module]").first.get_attribute("src") or ""
    said: list[Any] = page.evaluate(_CHECK, [script.replace("main.js", "proof.js"), cases])
    return said


def _proof(signer: Signer, entries: list[str], index: int) -> str:
    leaves = [leaf_hash(entry.encode()) for entry in entries]
    name = signer.verifier.name
    note = Checkpoint(name, len(entries), _root(leaves)).signed(signer)
    return str(Proof(index, _path(leaves, index), note))


def test_every_shape(page: Page) -> None:
    """Each entry of each tree is proven at its place."""
    signer = Signer.generate("dezky.example/audit")
    key = str(signer.verifier)
    cases, expected = [], []
    for size in _SIZES:
        entries = [f'{{"number":{number},"name":"Zoë"}}' for number in range(size)]
        for index in range(size):
            cases.append((entries[index], _proof(signer, entries, index), key))
            expected.append([index, size])
    assert _checked(page, cases) == expected


def test_nothing_else_is_proven(page: Page) -> None:
    """Another entry, place, size, hash, signature, key or format is refused with a reason."""
    signer, other = (Signer.generate("dezky.example/audit") for _ in range(2))
    key = str(signer.verifier)
    entries = [f"entry {number}" for number in range(7)]
    good = _proof(signer, entries, 3)
    first_hash = good.split("\n")[2]
    another = base64.b64encode(sha256(b"").digest()).decode()
    cases = [
        ("entry 4", good, key),
        ("entry 3", good.replace("index 3", "index 2"), key),
        ("entry 3", good.replace("index 3", "index 7"), key),
        ("entry 3", good.replace(first_hash, another), key),
        ("entry 3", good.replace(f"{first_hash}\n", ""), key),
        ("entry 3", good.replace(first_hash, f"{first_hash}\n{first_hash}"), key),
        ("entry 3", good.replace("\n7\n", "\n8\n"), key),
        ("entry 3", good, str(other.verifier)),
        ("entry 3", good, str(signer.verifier.named("somebody.example/else"))),
        ("entry 3", good.replace("@v1", "@v2"), key),
        ("entry 3", "", key),
        ("entry 3", good, "nonsense"),
    ]
    said = _checked(page, [("entry 3", good, key), *cases])
    assert said[0] == [3, 7]
    assert all(isinstance(reason, str) and reason for reason in said[1:]), said
