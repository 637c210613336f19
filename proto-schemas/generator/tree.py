"""The generated files as a tree: made in memory, formatted aside, compared, put in place."""

import subprocess
import sys
import tempfile
from pathlib import Path

from generator import calls, emit_module, names, order, reader
from generator.image import Descriptor
from generator.refusal import Refusal, Refusals

RUFF = [sys.executable, "-m", "ruff"]
STYLE = ["--isolated", "--no-cache", "--quiet", "--config", "line-length = 100"]
ISORT = [
    *("--config", 'lint.isort.known-first-party = ["contracts"]'),
    *("--config", "lint.isort.split-on-trailing-comma = false"),
]
TARGET = ["--target-version", "py311"]


def generate(descriptors: list[Descriptor]) -> dict[str, str]:
    """Give path -> text of every generated file; raises one Refusal with all the lines."""
    refusals = Refusals()
    files = [reader.read(file, refusals=refusals) for file in descriptors]
    names.check_exports(files, refusals=refusals)
    order.check_packages(files, refusals=refusals)
    rows = list(calls.calls(files, refusals=refusals))
    holding = [file for file in files if file.messages or file.services]
    by_name = {file.name: file for file in files}
    texts = {
        file.name.replace(".proto", ".py"): emit_module.module(
            file,
            messages=order.arranged(file, refusals=refusals),
            calls=rows,
            files=by_name,
            refusals=refusals,
        )
        for file in holding
    }
    refusals.settle()
    named = sorted(holding, key=lambda file: file.name)
    texts |= emit_module.packages(named)
    texts["catalogue.py"] = emit_module.catalogue(named)
    return _formatted(texts)


def _formatted(texts: dict[str, str]) -> dict[str, str]:
    """Sort and prune imports, then format, in a folder that nobody imports from."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in texts.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        _ruff("check", "--fix", "--select", "F401", folder)
        _ruff("check", "--fix", "--select", "I001", *ISORT, folder)
        _ruff("format", folder)
        return {name: (root / name).read_text(encoding="utf-8") for name in texts}


def _ruff(command: str, *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603
        [*RUFF, command, *STYLE, *TARGET, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Refusal(f"ruff refuses the generated code: {done.stdout}{done.stderr}")


def differing(target: Path, texts: dict[str, str]) -> list[str]:
    """Name the files that a run would write or remove."""
    wrong = {name for name, text in texts.items() if _text(target / name) != text}
    return sorted(wrong | {str(path.relative_to(target)) for path in _stale(target, texts)})


def replace(target: Path, texts: dict[str, str]) -> list[str]:
    """Put the files in place, each at once, and remove what no contract stands behind."""
    changed = differing(target, texts)
    for path in _stale(target, texts):
        path.unlink()
    for name in changed:
        if name in texts:
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_suffix(".new")
            beside.write_text(texts[name], encoding="utf-8")
            beside.replace(path)
    return changed


def _stale(target: Path, texts: dict[str, str]) -> list[Path]:
    # Below contracts/, folders are generated and the files beside them are not.
    found = (path for path in target.glob("*/**/*.py") if "__pycache__" not in path.parts)
    return [path for path in found if str(path.relative_to(target)) not in texts]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
