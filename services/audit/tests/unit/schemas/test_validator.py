"""Checking metadata against a schema."""

import pytest
from audit.schemas.rules import ActionSchemaMalformed, Validator

AMOUNT = {
    "type": "object",
    "properties": {"amount": {"type": "integer", "minimum": 1}, "secret": {"const": "x"}},
    "required": ["amount"],
    "additionalProperties": False,
}


class TestFault:
    @pytest.mark.parametrize(
        ("metadata", "said"),
        [
            ({"amount": 1}, ""),
            ({}, '"amount" is a required property'),
            ({"amount": 0}, "metadata.amount: "),
            ({"amount": 1, "more": 2}, "more"),
        ],
    )
    def test_said(self, metadata, said):
        """The member and the rule are named; nothing is said of what keeps them."""
        fault = Validator(AMOUNT).fault(metadata)
        assert said in fault if said else fault == ""

    def test_values_stay_out(self):
        """What was refused may be a secret: dead letters and entries don't repeat it."""
        assert "hunter2" not in Validator(AMOUNT).fault({"amount": 1, "secret": "hunter2"})

    def test_not_too_much(self):
        """A thousand faults are told by the first few."""
        schema = {"additionalProperties": {"type": "integer"}}
        fault = Validator(schema).fault({f"member{number}": "" for number in range(1000)})
        assert 0 < len(fault) <= 500

    def test_a_pattern_that_backtracks(self):
        """A pattern that would take for ever elsewhere takes no time here."""
        schema = {"properties": {"a": {"pattern": "^(a+)+$"}}}
        assert Validator(schema).fault({"a": "a" * 50_000 + "b"})


class TestMalformed:
    @pytest.mark.parametrize(
        "schema",
        [
            {"type": "cart"},
            {"minimum": "1"},
            {"$ref": "https://schemas.example/cart.json"},
            {"$ref": "file:///etc/passwd"},
            {"$ref": "#/$defs/absent"},
            {"pattern": "("},
            {"pattern": "(?=a)b"},
            {"$schema": "https://schemas.example/draft"},
        ],
    )
    def test_refused(self, schema):
        """No schema, none that is whole, and none whose patterns look around."""
        with pytest.raises(ActionSchemaMalformed) as refused:
            Validator(schema)
        assert refused.value.errors[0].field == "metadataSchema"
