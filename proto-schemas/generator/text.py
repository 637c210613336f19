"""Python text of values and comments."""

import re
import textwrap

# Where descriptions wrap: they stand two levels deep in lines of 100.
WIDTH = 78


def literal(value: object) -> str:
    r"""Give a value as source text, patterns raw: r"\." reads better than "\\."."""
    if isinstance(value, str) and "\\" in value and value.isprintable():
        for quote in ('"', "'"):
            if quote not in value and not value.endswith("\\"):
                return f"r{quote}{value}{quote}"
    return repr(value)


def wrapped(text: str) -> str:
    """Give a long text as adjacent literals, which the formatter puts on lines of their own."""
    flat = " ".join(text.split())
    if len(flat) <= WIDTH:
        return repr(flat)
    lines = textwrap.wrap(flat, WIDTH, break_long_words=False, break_on_hyphens=False)
    parts = [*(f"{line} " for line in lines[:-1]), lines[-1]]
    return f"({' '.join(map(repr, parts))})"


def docstring(text: str, *, indent: int = 0) -> str:
    """Give a comment as a docstring, wrapped."""
    safe = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if safe.endswith('"'):
        safe = f'{safe[:-1]}\\"'
    margin = " " * indent
    # The first line carries the quotes.
    if "\n\n" not in safe and len(safe) + indent + 6 <= 100:  # noqa: PLR2004
        return f'{margin}"""{safe}"""'
    paragraphs = [
        textwrap.fill(
            one, 96, initial_indent=margin, subsequent_indent=margin, break_long_words=False
        )
        for one in safe.split("\n\n")
    ]
    body = "\n\n".join(paragraphs).lstrip()
    return f'{margin}"""{body}\n{margin}"""'


def snake(name: str) -> str:
    """Give CreateHTTPTenant as create_http_tenant."""
    split = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    return re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", split).lower()


def screaming(name: str) -> str:
    """Give CreateTenant as CREATE_TENANT."""
    return snake(name).upper()


def first_sentence(text: str) -> str:
    """Give a comment's first sentence."""
    return re.split(r"(?<=[.!?])\s", " ".join(text.split()), maxsplit=1)[0]
