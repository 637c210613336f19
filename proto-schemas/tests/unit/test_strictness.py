"""Our strictness against protobuf's own."""

import pytest
from google.protobuf import json_format
from pydantic import ValidationError


class TestStrictness:
    """What protobuf refuses, we refuse."""

    @pytest.mark.parametrize(
        "more",
        [
            '"nothing": 1', '"amount": true', '"amount": 1.5', '"amount": "1 "', '"name": 1',
            '"name": true', '"amount": 1, "amount": 2', '"sold": 1', '"sold": "yes"',
            '"madeAt": "2026-01-02 03:04:05Z"', '"madeAt": 5', '"madeAt": "2026-01-02T03:04:05"',
            '"weight": 1e39', '"share": "x"', '"ratings": 1', '"prices": []',
            '"ratings": [null]', '"extra": []', '"balance": 2147483648', '"serial": -1',
            '"sold": nul', '"name": "\\ud800"', '"amount": 01',
        ],
    )  # fmt: skip
    def test_both_refuse(self, shop, protobuf, more):
        """No JSON is refused by protobuf and taken by us."""
        needed = '"code": "ab", "kind": "food", "label": "x", "pieces": 1, "revision": 1'
        made = "" if "madeAt" in more else ', "madeAt": "2026-01-02T03:04:05Z"'
        text = f'{{{needed}, "tags": ["a"]{made}, {more}}}'
        with pytest.raises((json_format.ParseError, UnicodeEncodeError)):
            json_format.Parse(text, protobuf())
        with pytest.raises(ValidationError):
            shop.Product.parse(text)

    def test_original_names_are_taken_too(self, shop, protobuf):
        """ProtoJSON parsers take a field's original name as well as its JSON name."""
        text = '{"product_code": "a"}'
        assert shop.GetProductRequest.parse(text).product_code == "a"
        assert json_format.Parse('{"maker_id": "a"}', protobuf()).maker_id == "a"

    def test_both_names_at_once_are_refused(self, shop):
        """Nobody knows which one is meant."""
        with pytest.raises(ValidationError, match="maker_id"):
            shop.Product.parse('{"maker_id": "", "makerId": ""}')
