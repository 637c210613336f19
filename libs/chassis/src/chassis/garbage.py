"""How often a process looks for garbage that counting references doesn't find."""

import gc

# Python's own is 700: a batch of messages would be searched dozens of times while all of it is in
# use. That took a fifth of what storing entries takes.
_MANY = 10_000


def settle() -> None:
    """Call when everything is loaded: what is there now is never garbage, and never searched."""
    gc.freeze()
    gc.set_threshold(_MANY, 10, 10)
