"""The pictures of state and navigation: 16 by 16, drawn with lines, decorative beside words."""

# ruff: noqa: E501 - a path is one word

from collections.abc import Mapping

from markupsafe import Markup

# Paths for stroke="currentColor" at 1.5; nothing is filled but dots.
_PATHS: Mapping[str, str] = {
    "overview": "M2.5 2.5h4.5v5h-4.5zM9 2.5h4.5v3H9zM9 7.5h4.5v6H9zM2.5 9.5H7v4H2.5z",
    "tenants": "M3 13.5v-11h6v11M9 6h4v7.5M2 13.5h12M5 5h2M5 7.5h2M5 10h2M11 8.5h.5M11 11h.5",
    "partners": "M5.5 7.5a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5zM1.5 13c.3-2.4 1.8-3.6 4-3.6s3.7 1.2 4 3.6M10.5 3.3a2 2 0 0 1 0 4M11.5 9.6c1.7.3 2.7 1.4 3 3.4",
    "flags": "M3.5 14V2.5M3.5 3h8.7l-2 2.75 2 2.75H3.5",
    "infrastructure": "M1.5 8.5h3l1.5-5 3 9 1.8-6 .9 2h2.8",
    "audit": "M4 1.5h6l3 3v10H4zM9.5 1.5v3.5H13M6 8h5M6 10.5h5",
    "ingest": "M8 2v7.5M5 7l3 3 3-3M2.5 10.5v3h11v-3",
    "search": "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3 14 14",
    "ok": "M3 8.5l3.2 3.2L13 4.8",
    "warn": "M8 2 14.5 13.5h-13zM8 6.5v3M8 11.4v.2",
    "bad": "M4 4l8 8M12 4l-8 8",
    "unknown": "M5.6 6a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1 .8-1 1.5M8 12.3v.2",
    "paused": "M5.5 3.5v9M10.5 3.5v9",
    "clock": "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.5V8l2.5 1.5",
    "copy": "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
    "menu": "M2 4h12M2 8h12M2 12h12",
    "close": "M4 4l8 8M12 4l-8 8",
    "more": "M3.5 8h.1M8 8h.1M12.5 8h.1",
    "right": "M6 3.5 10.5 8 6 12.5",
    "down": "M3.5 6 8 10.5 12.5 6",
    "up": "M3.5 10 8 5.5 12.5 10",
    "plus": "M8 3v10M3 8h10",
    "minus": "M3.5 8h9",
    "external": "M6 3H3v10h10v-3M9 3h4v4M13 3 7.5 8.5",
    "person": "M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8zM2.5 14c.4-3 2.3-4.4 5.5-4.4s5.1 1.4 5.5 4.4",
    "refresh": "M13 3.5v3.5H9.5M3 12.5V9h3.5M12.8 7A5 5 0 0 0 4 4.6M3.2 9a5 5 0 0 0 8.8 2.4",
    "lock": "M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
    "shield": "M8 1.8 13 4v4c0 3-2 5-5 6.2C5 13 3 11 3 8V4z",
    "home": "M2 8 8 2.5 14 8M4 6.5v7h8v-7",
    "domain": "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM2 8h12M8 2c2 2 2.5 4 2.5 6S10 12 8 14c-2-2-2.5-4-2.5-6S6 4 8 2z",
    "card": "M1.5 3.5h13v9h-13zM1.5 6.5h13M4 10h3",
    "keyboard": "M1.5 4h13v8h-13zM4 6.5h.1M6.5 6.5h.1M9 6.5h.1M11.5 6.5h.1M4.5 9.5h7",
}

NAMES = tuple(_PATHS)


def icon(name: str) -> Markup:
    """Draw it; hidden from screen readers, since a word stands beside it."""
    return Markup(
        '<svg class="icon icon-{}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>'
    ).format(name, _PATHS[name])
