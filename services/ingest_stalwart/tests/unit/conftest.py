"""A directory that knows two domains, and the sample batches."""

import json
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "samples"
SIGNATURES = json.loads((SAMPLES / "stalwart_signatures.json").read_text(encoding="utf-8"))
FILES = {one["file"]: one for one in SIGNATURES["files"]}


class Known:
    """acme.example and müller-söhne.example are customers' domains."""

    def __init__(self):
        self.domains = {"acme.example": "acme", "müller-söhne.example": "mueller"}

    def has_tenant(self, _slug):
        return False

    def tenant_of_address(self, address):
        return self.domains.get(address.rpartition("@")[2])

    def tenant_of_space(self, _space):
        return None

    def person(self, _email):
        return None

    def person_at(self, _source, _identity):
        return None


@pytest.fixture
def known():
    return Known()


@pytest.fixture
def batch():
    """Give a sample batch's exact bytes."""

    def read(name):
        return (SAMPLES / name).read_bytes()

    return read


@pytest.fixture
def signature():
    """Give the signature of a sample batch."""
    return lambda name: FILES[name]["x_signature"]


@pytest.fixture
def secret():
    return SIGNATURES["signature_key_utf8"]


@pytest.fixture
def event():
    """Make an event of a type."""

    def make(kind, /, at="2026-05-24T12:00:00Z", **data):
        return {"id": "177962400035", "createdAt": at, "type": kind, "data": data}

    return make
