"""Replies whose JSON is made once: they are asked for often, and change seldom."""

from typing import Any

from contracts.message import Message
from pydantic import PrivateAttr


class Prepared(Message):
    """Made from what is there when it is made; never changed afterwards."""

    _json: bytes = PrivateAttr(b"")

    def model_post_init(self, _context: Any) -> None:
        """Make the JSON."""
        self._json = super().dump_json()

    def dump_json(self) -> bytes:
        """Give what was made."""
        return self._json
