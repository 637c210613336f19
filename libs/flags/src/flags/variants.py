"""What holds a flag's variants together."""

from contracts.flag.v1 import Flag

from flags.refusals import Refusals


def check(flag: Flag, refusals: Refusals) -> None:
    """Note what is wrong with the variants as a whole."""
    if flag.kind == "boolean":
        if flag.variants:
            refusals.add("variants", "a boolean flag has none: on and off are its variants")
        if flag.default_variant:
            refusals.add("defaultVariant", "a boolean flag has none: off is its default")
        return
    names = [one.name for one in flag.variants]
    if not names:
        refusals.add("variants", "a flag of this kind has at least one")
    for index, name in enumerate(names):
        if name in names[:index]:
            refusals.add(f"variants.{index}.name", f"{name} stands twice")
    if names and flag.default_variant not in names:
        refusals.add("defaultVariant", f"is one of {', '.join(names)}")
