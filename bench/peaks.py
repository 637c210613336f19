"""The most memory that a process has kept, since it was last asked to forget (proc(5))."""

from pathlib import Path


def peak_megabytes(pid: int) -> float:
    """Return what the kernel has seen at most."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no memory figure for {pid}")


def forget_peak(pid: int) -> None:
    """Begin anew with what it keeps now."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")
