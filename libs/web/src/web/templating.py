"""Renders templates: the application's own first, this library's components beneath."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from contracts.faults import Fault
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, Template

from web import words
from web.assets import Assets
from web.icons import icon
from web.sentences import sentence

HERE = Path(__file__).parent / "templates"


class Templates:
    """Undefined names fail, everything is escaped."""

    def __init__(self, folders: Sequence[Path], assets: Assets) -> None:
        loaders = [FileSystemLoader(folder) for folder in (*folders, HERE)]
        self._environment = Environment(
            loader=ChoiceLoader(loaders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals |= {
            "asset": assets.url,
            "icon": icon,
            "counted": words.counted,
            "DASH": words.DASH,
        }
        self._environment.filters |= {
            "duration": words.duration,
            "grouped": words.grouped,
            "money": words.money,
            "milliseconds": words.milliseconds,
            "percent": words.percent,
            "plain": words.plain,
            "capital": words.capital,
            "sentence": sentence,
            "pretty": _pretty,
            # The name of an id, else the id.
            "lookup": lambda key, names: names.get(key, key),
            # An option whose value is its name.
            "twice": lambda word: (word, word),
        }
        self._environment.tests["fault"] = lambda value: isinstance(value, Fault)

    def compile_all(self) -> int:
        """Compile every template and return how many; a broken one raises TemplateError.

        Tests do. A server compiles each when it is first shown: all of them take most of a second.
        """
        names = self._environment.list_templates(extensions=["html"])
        for name in names:
            self._environment.get_template(name)
        return len(names)

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """Render a whole template."""
        return self._environment.get_template(name).render(values)

    def has_block(self, name: str, block: str) -> bool:
        """Say whether the template itself has this block."""
        return block in self._template(name).blocks

    def render_block(self, name: str, block: str, values: Mapping[str, Any]) -> str:
        """Render one block of a template: the part of a page that htmx asked for."""
        template = self._template(name)
        context = template.new_context(dict(values))
        # Up to its first output a template runs its imports, which the block needs.
        next(template.root_render_func(context), None)
        return "".join(template.blocks[block](context))

    def _template(self, name: str) -> Template:
        return self._environment.get_template(name)


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)
