"""Puts every workspace package on the virtual environment's path."""

import sysconfig
from pathlib import Path


def main() -> None:
    """Write `dezky.pth`: one line for each `src` folder of libs and services."""
    root = Path(__file__).resolve().parent.parent
    sources = sorted(path for area in ("libs", "services") for path in root.glob(f"{area}/*/src"))
    link = Path(sysconfig.get_paths()["purelib"]) / "dezky.pth"
    link.write_text("".join(f"{source}\n" for source in sources), encoding="utf-8")


if __name__ == "__main__":
    main()
