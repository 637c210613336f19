"""Builds the descriptor image with protoc, offline, and reads it as plain dictionaries."""

import tempfile
from pathlib import Path
from typing import Any

import grpc_tools
from google.api import annotations_pb2  # type: ignore[import-untyped]
from google.protobuf import (  # type: ignore[import-untyped]
    descriptor_pb2,
    descriptor_pool,
    duration_pb2,
    field_mask_pb2,
    message_factory,
    timestamp_pb2,
)
from google.protobuf.json_format import MessageToDict  # type: ignore[import-untyped]
from grpc_tools import protoc
from protovalidate._gen.buf.validate import validate_pb

from generator.refusal import Refusal

Descriptor = dict[str, Any]


def build(schemas: Path, *, comments: bool = True) -> bytes:
    """Compile every .proto below the folder, with its imports, into one FileDescriptorSet."""
    found = (path.relative_to(schemas) for path in schemas.rglob("*.proto"))
    names = sorted(str(path) for path in found if path.parts[0] != "tests")
    if not names:
        raise Refusal(f"no .proto below {schemas}")
    with tempfile.TemporaryDirectory() as folder:
        rules, image = Path(folder, "validate.binpb"), Path(folder, "image.binpb")
        rules.write_bytes(_validate())
        arguments = [
            f"--proto_path={schemas}",
            f"--proto_path={Path(annotations_pb2.__file__).parents[2]}",
            f"--proto_path={Path(grpc_tools.__file__).parent / '_proto'}",
            f"--descriptor_set_in={rules}",
            f"--descriptor_set_out={image}",
            "--include_imports",
            *(["--include_source_info"] if comments else []),
            *names,
        ]
        if protoc.main(["protoc", *arguments]) != 0:
            raise Refusal("protoc refuses the contracts; its own lines stand above")
        return image.read_bytes()


def files(image: bytes) -> list[Descriptor]:
    """Give the image's files; options, own and foreign, are dictionaries like the rest."""
    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(image).file:
        pool.Add(file)
    # Parsed again with the image's own pool: the global one doesn't know the extensions.
    known = message_factory.GetMessageClass(
        pool.FindMessageTypeByName("google.protobuf.FileDescriptorSet")
    )
    read = MessageToDict(
        known.FromString(image), descriptor_pool=pool, preserving_proto_field_name=True
    )
    return [file for file in read["file"] if not file["name"].startswith(("google/", "buf/"))]


def _validate() -> bytes:
    """Give buf/validate/validate.proto and its imports; the wheel holds only the descriptor."""
    described = descriptor_pb2.FileDescriptorSet()
    for module in (descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2):
        module.DESCRIPTOR.CopyToProto(described.file.add())
    validate = validate_pb.desc().proto.to_binary()
    described.file.append(descriptor_pb2.FileDescriptorProto.FromString(validate))
    return bytes(described.SerializeToString())
