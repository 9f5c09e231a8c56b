"""Which start of this machine we live in: another after a power cut, the same after the death of a program."""

from pathlib import Path

_KERNEL = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> str:
    """Names this start of the kernel, the same in all its containers; "" on a system that does not say it."""
    try:
        return _KERNEL.read_text(encoding="ascii").strip()
    except OSError:
        return ""
