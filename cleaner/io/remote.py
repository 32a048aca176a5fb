"""Inputs that lie elsewhere: s3://, gs://, https:// and whatever else fsspec can read.

Outputs are the business of `remote_output`. Workers read documents themselves, so that credentials must be where every
process of this machine finds them (environment, configuration files), not in the call.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from cleaner.errors import UsageError
from cleaner.io.compressed import without_compression
from cleaner.io.folder import CONTAINERS, EXTENSIONS, REPORTS, FileInput, Listing, container_output, output_name

_URL = re.compile(r"[a-z][a-z0-9+.-]*(?:::[a-z][a-z0-9+.-]*)*://", re.IGNORECASE)

_STAMPS = ("ETag", "etag", "md5Hash", "generation", "LastModified", "last_modified", "mtime", "created")
"""What file systems call that which changes with a file, the surest first."""

_BLOCK = 4 * 2**20
"""Bytes fetched at once."""


def is_remote(name: str) -> bool:
    """Whether `name` is a URL, not a path."""
    return _URL.match(name) is not None


@dataclass(frozen=True, slots=True)
class RemoteInput(FileInput):
    """A file behind a URL. `mtime` is a number made of what its server says of its version."""

    url: str = ""

    def open(self) -> BinaryIO:
        """Its bytes as they are. Raises `OSError` for everything that a network can do."""
        fsspec = _library(self.url)
        try:
            file = fsspec.open(self.url, "rb", block_size=_BLOCK).open()
        except OSError:
            raise
        except Exception as error:  # each protocol's library has errors of its own
            raise OSError(f"{type(error).__name__}: {error}") from error
        return cast("BinaryIO", io.BufferedReader(file, _BLOCK))


def list_remote(url: str) -> Listing:
    """The documents and containers below a URL, or the one that it is.

    Raises `UsageError` where there is nothing, where fsspec or the protocol's library is missing, or names clash.
    """
    system, root = url_system(url, "cannot be read")
    try:
        found: dict[str, dict[str, Any]]
        found = {root: system.info(root)} if system.isfile(root) else system.find(root, detail=True)
    except OSError as error:
        raise UsageError(f"cannot be listed: {error}", path=url, hint="see that it is there and may be read") from error
    if not found:
        raise UsageError("nothing there", path=url, hint="give a folder or a file; a bucket needs its full path")
    listing = Listing()
    for place, info in sorted(found.items()):
        relative = PurePosixPath(place).name if place == root else place[len(root.rstrip("/")) + 1 :]
        path = PurePosixPath(relative)
        if REPORTS in path.parts:
            continue
        suffix = without_compression(path).suffix.lower()
        if suffix not in EXTENSIONS and suffix not in CONTAINERS:
            listing.skip(path)
            continue
        many = suffix in CONTAINERS
        item = RemoteInput(
            id=relative,
            path=Path(relative),
            output=container_output(path) if many else output_name(path),
            size=int(info.get("size") or 0),
            mtime=_stamp(info),
            url=system.unstrip_protocol(place),
        )
        (listing.containers if many else listing.inputs).append(item)
    listing.settle()
    return listing


def url_system(url: str, what: str) -> tuple[Any, str]:
    """fsspec's file system of a URL (or path), and the place in it. Raises `UsageError` that begins with `what` where
    fsspec or the protocol's library is missing."""
    fsspec = _library(url)
    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{what}: {error}", path=url, hint="install the library of the protocol") from error
    return found


def _stamp(info: dict[str, Any]) -> int:
    told = next((str(info[name]) for name in _STAMPS if info.get(name) is not None), "")
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:7])


def _library(url: str) -> Any:
    try:
        import fsspec  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError(
            "a URL, and fsspec is not installed", path=url, hint="pip install 'source-cleaner[remote]'"
        ) from error
    return fsspec
