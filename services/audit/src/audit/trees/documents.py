"""How trees are stored: right edges, and the full tiles behind them (C2SP tlog-tiles)."""

from typing import Annotated

from beanie import Document
from pydantic import Field


class TreeDocument(Document):
    """A log's size, right edge and signed checkpoint, after the seal `seal`."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]

    class Settings:
        """Found by name."""

        name = "trees"
        keep_nulls = False


class TileDocument(Document):
    """A full tile, which never changes; its id is `<log>/tile/<level>/<number>`."""

    id: Annotated[str, Field(alias="_id")]  # type: ignore[assignment]

    class Settings:
        """Found by name."""

        name = "tiles"
        keep_nulls = False
