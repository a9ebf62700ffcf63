#!/usr/bin/env python3
"""Records one event into the Hivebar that runs on this machine, and says how long it took until it could be queried.

    python3 record.py [SUBJECT]

Needs libseqch and Python's standard library alone. The library is taken from SEQCH_LIBRARY (a path), from this file's
folder or ../build, or from where the system keeps its libraries.
"""

import ctypes
import os
import sys
import time
from pathlib import Path

ABI_VERSION = 1
FILE_NAME = "libseqch.1.dylib" if sys.platform == "darwin" else "libseqch.so.1"


class Text(ctypes.Structure):
    """seq_ch_string: UTF-8 bytes with a length. Keeps its bytes alive."""

    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_size_t)]

    def __init__(self, value: str = "") -> None:
        encoded = value.encode()
        super().__init__(encoded, len(encoded))


class Error(ctypes.Structure):
    """seq_ch_error."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("status", ctypes.c_int),
        ("row", ctypes.c_uint64),
        ("server_code", ctypes.c_int32),
        ("reserved", ctypes.c_uint32),
        ("column", ctypes.c_char * 128),
        ("message", ctypes.c_char * 512),
    ]


class MemEvent(ctypes.Structure):
    """seq_ch_mem_event_row: one row of seq.mem_events."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("ts_ms", ctypes.c_uint64),
        ("value", ctypes.c_double),
        ("kind", Text),
        ("app", Text),
        ("subject", Text),
        ("payload", Text),
    ]


class SeqchError(Exception):
    """What the library refused, in its own words."""


class Writer:
    """A writer on the running Hivebar; use it in a `with` statement. Every method may be called from every thread."""

    def __init__(self, data_dir: "str | None" = None) -> None:
        self._library = load_library()
        self._handle = ctypes.c_void_p()
        error = Error(struct_size=ctypes.sizeof(Error))
        path = None if data_dir is None else os.fsencode(data_dir)
        self._check(
            self._library.seq_ch_open_running(path, None, ctypes.byref(self._handle), ctypes.byref(error)), error
        )

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *exception: object) -> None:
        self._library.seq_ch_close(self._handle, 1000, None)
        self._library.seq_ch_free(self._handle)
        self._handle = None

    def push(self, kind: str, app: str, subject: str, payload: str = "", value: float = 0.0) -> None:
        """Appends one event. A copy in memory: returns at once, whether or not the server is there."""
        row = MemEvent(
            ctypes.sizeof(MemEvent),
            time.time_ns() // 1_000_000,
            value,
            Text(kind),
            Text(app),
            Text(subject),
            Text(payload),
        )
        self._check(self._library.seq_ch_push_mem_event(self._handle, ctypes.byref(row)))

    def flush(self, timeout_ms: int) -> None:
        """Waits until everything that was pushed can be queried."""
        error = Error(struct_size=ctypes.sizeof(Error))
        self._check(self._library.seq_ch_flush(self._handle, timeout_ms, ctypes.byref(error)), error)

    def _check(self, status: int, error: "Error | None" = None) -> None:
        if status == 0:
            return
        told = error.message if error is not None else self._library.seq_ch_status_text(status)
        raise SeqchError(told.decode(errors="replace"))


def load_library() -> ctypes.CDLL:
    """libseqch, with the types of the functions that are used here."""
    here = Path(__file__).resolve().parent
    nearby = [path for path in (here / FILE_NAME, here.parent / "build" / FILE_NAME) if path.exists()]
    chosen = os.environ.get("SEQCH_LIBRARY") or (nearby[0] if nearby else FILE_NAME)
    try:
        library = ctypes.CDLL(str(chosen))
    except OSError as error:
        raise SeqchError(f"libseqch cannot be loaded; name its file in SEQCH_LIBRARY ({error})") from error
    if library.seq_ch_abi_version() != ABI_VERSION:
        raise SeqchError(f"{chosen} has another interface than version {ABI_VERSION}")
    library.seq_ch_status_text.restype = ctypes.c_char_p
    library.seq_ch_open_running.argtypes = [ctypes.c_char_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
    library.seq_ch_push_mem_event.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    library.seq_ch_flush.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p]
    library.seq_ch_close.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p]
    library.seq_ch_free.argtypes = [ctypes.c_void_p]
    library.seq_ch_free.restype = None
    return library


def main() -> int:
    try:
        with Writer() as writer:
            subject = sys.argv[1] if len(sys.argv) > 1 else "hello"
            began = time.perf_counter()
            writer.push("example", "record.py", subject, payload='{"language":"Python"}', value=1)
            writer.flush(timeout_ms=3000)
            print(f"acknowledged after {(time.perf_counter() - began) * 1000:.1f} ms")
    except SeqchError as error:
        print(f"record: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
