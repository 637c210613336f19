"""The certificate of an erasure: a note signed with the log's key, like its checkpoints. Pure."""

from contracts.audit.v1 import Erasure
from transparency import Signer, canonical

# Not part of what is signed: the signature itself, and by what it is verified.
_AROUND = frozenset({"certificate", "publicKey"})


def certified(erasure: Erasure, signer: Signer) -> tuple[str, str]:
    """Return the certificate and the public key that verifies it.

    The note's first line is its origin, `<log>/erasures`, which also names the key; the second is
    the erasure as canonical JSON (RFC 8785). No checkpoint looks like that.
    """
    origin = f"{signer.verifier.name}/erasures"
    said = {name: value for name, value in erasure.dump().items() if name not in _AROUND}
    note = signer.sign(f"{origin}\n{canonical(said).decode()}\n", name=origin)
    return note, str(signer.verifier.named(origin))
