"""The flags that every installation starts with."""

from importlib.resources import files

import structlog
from chassis import Clock, now

from flag.changing import Changing
from flag.files.parsing import parse

log = structlog.get_logger()


async def sow(changing: Changing, *, clock: Clock = now) -> None:
    """Insert what is missing; what people changed or removed stays as they left it."""
    text = files("flag").joinpath("seeds.yaml").read_text(encoding="utf-8")
    flags = parse(text, now=clock()).flags
    made = [flag.key for flag in flags if await changing.create(flag, note="seed")]
    if made:
        log.info("flags_seeded", keys=made)
