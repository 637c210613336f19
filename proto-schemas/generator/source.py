"""Places and comments of declarations (descriptor.proto, SourceCodeInfo)."""

from typing import Any

from generator.refusal import Place


class Source:
    """What the source text says of a declaration, found by its descriptor path."""

    def __init__(self, file: dict[str, Any]) -> None:
        self._name: str = file["name"]
        locations = file.get("source_code_info", {}).get("location", [])
        self._locations = {tuple(one.get("path", ())): one for one in locations}

    def place(self, *path: int) -> Place:
        """Give the first line of the declaration."""
        span = self._locations.get(path, {}).get("span", [0])
        return Place(self._name, span[0] + 1)

    def doc(self, *path: int) -> str:
        """Give the comment above the declaration, else the one behind it; lines are joined."""
        location = self._locations.get(path, {})
        comment = location.get("leading_comments") or location.get("trailing_comments") or ""
        paragraphs = comment.strip().split("\n\n")
        return "\n\n".join(" ".join(one.split()) for one in paragraphs)
