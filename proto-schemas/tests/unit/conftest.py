"""Products, refusals and copies of the contracts, for every test of the generator."""

import shutil

import pytest
from generator import command, image
from generator.command import CONTRACTS, SCHEMAS
from generator.refusal import Refusal
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from pydantic import ValidationError


@pytest.fixture
def product():
    """Give the least that a product needs, as JSON values."""
    return {
        "code": "ab",
        "kind": "food",
        "label": "x",
        "pieces": 1,
        "revision": 1,
        "tags": ["a"],
        "madeAt": "2026-01-02T03:04:05.678Z",
    }


@pytest.fixture
def parsed(shop, product):
    """Give a function that parses the least product with one field more."""
    return lambda **more: shop.Product.parse({**product, **more})


@pytest.fixture
def refused(parsed):
    """Give a function that says which paths of a product are refused."""

    def paths(**more):
        with pytest.raises(ValidationError) as caught:
            parsed(**more)
        return [".".join(map(str, error["loc"])) for error in caught.value.errors()]

    return paths


@pytest.fixture
def refusal(generated):
    """Give a function that generates and returns what was refused."""

    def lines():
        with pytest.raises(Refusal) as caught:
            generated()
        return str(caught.value)

    return lines


@pytest.fixture
def copies(tmp_path):
    """Give copies of the contracts and of their Python."""
    shutil.copytree(SCHEMAS, tmp_path / "schemas", ignore=shutil.ignore_patterns("tests", "gen*"))
    shutil.copytree(
        CONTRACTS, tmp_path / "contracts", ignore=shutil.ignore_patterns("__pycache__", "*.new")
    )
    return tmp_path


@pytest.fixture
def run(copies, capsys):
    """Give a function that runs the command on the copies: exit code, stdout, stderr."""

    def done(*options):
        places = ["--schemas", str(copies / "schemas"), "--contracts", str(copies / "contracts")]
        try:
            command.main([*options, *places])
            code = 0
        except SystemExit as exited:
            code = exited.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return done


@pytest.fixture
def edit(copies):
    """Give a function that replaces text in a copied file."""

    def replace(name, old, new):
        path = copies / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return replace


@pytest.fixture(scope="session")
def protobuf(tmp_path_factory):
    """Give protobuf's own class of the shop's product."""
    folder = tmp_path_factory.mktemp("protobuf") / "schemas"
    shutil.copytree(SCHEMAS / "tests" / "samples", folder)
    shutil.copytree(SCHEMAS / "platform", folder / "platform")
    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(image.build(folder)).file:
        pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("shop.v1.Product"))
