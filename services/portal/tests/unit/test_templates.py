"""Templates are sound before somebody opens their page."""

from pathlib import Path

import portal
from web.assets import Assets
from web.templating import Templates

FOLDER = Path(portal.__file__).parent


def test_all_compile() -> None:
    """Every template compiles, this library's and the portal's."""
    assets = Assets([FOLDER / "static"])
    mine = len(list((FOLDER / "templates").rglob("*.html")))
    assert Templates([FOLDER / "templates"], assets).compile_all() > mine
