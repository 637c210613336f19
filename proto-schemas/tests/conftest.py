"""The generator on samples: contracts written for one test, and the shop for most of them."""

import importlib
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import contracts
import pytest
from hypothesis import settings

# The machine's load decides how long an example takes: that is no fact about our code.
settings.register_profile("steady", deadline=None, database=None, derandomize=True)
settings.load_profile("steady")

SCHEMAS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(SCHEMAS))

HEAD = """\
syntax = "proto3";

// A sample.
package sample.v1;

import "buf/validate/validate.proto";
import "google/api/annotations.proto";
import "google/protobuf/any.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "platform/v1/options.proto";

"""
HEAD_LINES = HEAD.count("\n")


@pytest.fixture
def schemas(tmp_path) -> Path:
    """Give a folder with nothing but the own options in it."""
    folder = tmp_path / "schemas"
    (folder / "platform" / "v1").mkdir(parents=True)
    shutil.copy(SCHEMAS / "platform/v1/options.proto", folder / "platform" / "v1")
    shutil.copy(SCHEMAS / "buf.yaml", folder)
    return folder


@pytest.fixture
def write(schemas) -> Callable[..., Path]:
    """Give a function that writes a contract: the body alone, or the whole file."""

    def contract(body: str, *, name: str = "sample/v1/sample.proto", head: str = HEAD) -> Path:
        path = schemas / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{head}{body}\n", encoding="utf-8")
        return path

    return contract


@pytest.fixture
def generated(schemas) -> Callable[[], dict[str, str]]:
    """Give a function that generates from the folder."""
    from generator import image, tree  # noqa: PLC0415  (the path is put in place above)

    return lambda: tree.generate(image.files(image.build(schemas)))


@pytest.fixture(scope="session")
def shop(tmp_path_factory) -> Iterator[ModuleType]:
    """Give the Python package made of the shop's contract."""
    from generator import image, tree  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("shop")
    shutil.copytree(SCHEMAS / "tests" / "samples", folder / "schemas")
    (folder / "schemas" / "platform" / "v1").mkdir(parents=True)
    shutil.copy(SCHEMAS / "platform/v1/options.proto", folder / "schemas/platform/v1")
    tree.replace(folder / "out", tree.generate(image.files(image.build(folder / "schemas"))))
    contracts.__path__.append(str(folder / "out"))
    yield importlib.import_module("contracts.shop.v1")
    contracts.__path__.remove(str(folder / "out"))
    for name in [name for name in sys.modules if name.startswith("contracts.shop")]:
        del sys.modules[name]
