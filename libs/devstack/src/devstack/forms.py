"""Reads the first form of an HTML page, so that it can be submitted as a browser would."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class Form:
    """Where a form goes and what it carries; fields a page fills in are kept as they are."""

    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form" and self.form is None:
            self.form = Form(action=attributes.get("action", ""))
            self._is_inside = True
        elif self._is_inside and self.form and tag == "input" and attributes.get("name"):
            self.form.fields[attributes["name"]] = attributes.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False


def first_form(page: str) -> Form | None:
    """Return the first form of the page, if it has one."""
    reader = _FormReader()
    reader.feed(page)
    reader.close()
    return reader.form
