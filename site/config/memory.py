"""Memory of a process that serves."""

import ctypes


def give_back() -> None:
    """Return to the system what the C library holds and nobody uses.

    By itself it does so only at the end of its heap, which is in use where goods were read by the thousand. Nothing
    happens where the library has no way to (musl, macOS).
    """
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return
    trim(0)
