"""The templates of what is shown to people and feed readers, and their filters."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from gateway.status import words

FOLDER = Path(__file__).parent.parent / "pages"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "moment": words.moment,
        "clock": words.clock,
        "lasting": words.lasting,
        "past": words.past,
        "percent": words.percent,
        "rfc822": words.rfc822,
        "rfc3339": words.rfc3339,
    }
    return environment


def template(name: str) -> Template:
    """Return a template by its file's name."""
    return _environment().get_template(name)
