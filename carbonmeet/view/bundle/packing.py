"""Files into an archive of the same bytes wherever it is made."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping

from carbonmeet.audit.archive import MANIFEST

__all__ = ["packed", "with_manifest"]

#: An archive wants a date; this one says nothing.
_NO_DATE = (2000, 1, 1, 0, 0, 0)


def with_manifest(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with the list of their checksums, as ``sha256sum -c`` reads it."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    return {**files, MANIFEST: "".join(lines).encode()}


def packed(files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of the files, in the order of their names.

    Nothing is compressed: what a compressor makes hangs on its version.

    Examples
    --------
    >>> packed({"a": b"1", "b": b"2"}) == packed({"b": b"2", "a": b"1"})
    True
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _NO_DATE)
            info.compress_type, info.external_attr = zipfile.ZIP_STORED, 0o644 << 16
            info.create_system = 3  # else it tells the system that it was made on
            archive.writestr(info, files[name])
    return buffer.getvalue()
