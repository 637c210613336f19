"""The command line: one action a run, refusals as lines on stderr and exit code 1."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import breaking, buf, image, tree
from generator.refusal import Refusal

SCHEMAS = Path(__file__).resolve().parent.parent
CONTRACTS = SCHEMAS.parent / "libs" / "contracts" / "src" / "contracts"
RELEASED = "released.binpb"


@dataclass(frozen=True)
class Folders:
    """Where the contracts stand, and where their Python goes."""

    schemas: Path
    contracts: Path

    @property
    def released(self) -> Path:
        """The image of the last release."""
        return self.schemas / RELEASED


def generate(folders: Folders) -> str:
    """Write the generated files."""
    changed = tree.replace(folders.contracts, _texts(folders))
    return "".join(f"wrote {name}\n" for name in changed) or "nothing changed\n"


def check(folders: Folders) -> str:
    """Refuse when the files in the repository are not what would be generated."""
    wrong = tree.differing(folders.contracts, _texts(folders))
    if wrong:
        raise Refusal("\n".join(["these files differ, run ./task proto:", *wrong]))
    return "the generated files are up to date\n"


def lint(folders: Folders) -> str:
    """Refuse what buf lint refuses."""
    buf.run("lint", image.build(folders.schemas), config=folders.schemas / "buf.yaml")
    return "buf lint is content\n"


def compare(folders: Folders) -> str:
    """Refuse what would break callers of the last release."""
    now, released = image.build(folders.schemas), folders.released.read_bytes()
    broken = buf.complaints("breaking", now, config=folders.schemas / "buf.yaml", against=released)
    broken += breaking.differences(image.files(released), image.files(now))
    if broken:
        raise Refusal("\n".join(broken))
    return "nothing of the last release breaks\n"


def release(folders: Folders) -> str:
    """Make today's contracts the ones that must not break."""
    folders.released.write_bytes(image.build(folders.schemas, comments=False))
    return f"wrote {RELEASED}\n"


ACTIONS: dict[str, Callable[[Folders], str]] = {
    "check": check,
    "lint": lint,
    "breaking": compare,
    "release": release,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the action that the arguments ask for."""
    parser = argparse.ArgumentParser(
        prog="generate.py",
        description="Generate libs/contracts from the .proto files; without an option, write it.",
    )
    chosen = parser.add_mutually_exclusive_group()
    for name, action in ACTIONS.items():
        chosen.add_argument(
            f"--{name}", dest="action", action="store_const", const=action, help=action.__doc__
        )
    parser.add_argument(
        "--schemas", type=Path, default=SCHEMAS, help="the .proto files (default: this folder)"
    )
    parser.add_argument(
        "--contracts", type=Path, default=CONTRACTS, help="the package to write (libs/contracts)"
    )
    given = parser.parse_args(arguments)
    try:
        said = (given.action or generate)(Folders(given.schemas, given.contracts))
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(1)
    sys.stdout.write(said)


def _texts(folders: Folders) -> dict[str, str]:
    return tree.generate(image.files(image.build(folders.schemas)))
