"""buf lint and buf breaking, run on images: buf itself would fetch imports from a network."""

import subprocess
import sysconfig
import tempfile
from pathlib import Path

from generator.refusal import Refusal

# buf exits with this when rules are broken; other codes mean that it could not run.
VIOLATIONS = 100


def run(command: str, image: bytes, *, config: Path) -> None:
    """Refuse with buf's own lines."""
    found = complaints(command, image, config=config)
    if found:
        raise Refusal("\n".join(found))


def complaints(
    command: str, image: bytes, *, config: Path, against: bytes | None = None
) -> list[str]:
    """Give buf's lines, one for each broken rule."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = [command, _kept(folder, "now", image), "--config", str(config)]
        if against is not None:
            arguments += ["--against", _kept(folder, "against", against)]
        program = Path(sysconfig.get_path("scripts")) / "buf"
        done = subprocess.run(  # noqa: S603
            [program, *arguments], capture_output=True, text=True, check=False
        )
    if done.returncode not in {0, VIOLATIONS}:
        raise Refusal(f"buf {command} could not run: {done.stderr.strip()}")
    return done.stdout.splitlines()


def _kept(folder: str, name: str, image: bytes) -> str:
    path = Path(folder, f"{name}.binpb")
    path.write_bytes(image)
    return str(path)
