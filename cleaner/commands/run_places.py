"""What `cleaner run` reads, and where it writes: folders, containers and URLs in each combination."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cleaner.errors import UsageError
from cleaner.io.destination import LocalOutlet, Outlet
from cleaner.io.folder import Listing, list_container, list_folder, refuse_foreign_files
from cleaner.io.remote import is_remote, list_remote
from cleaner.io.remote_output import OUTGOING, RemoteOutlet, default_state, refuse_nesting


@dataclass(frozen=True, slots=True)
class Ends:
    """What a run begins with and ends in."""

    listing: Listing
    outlet: Outlet


def ends_of(given: str, output: str, state: Path | None) -> Ends:
    """List the inputs, and find where their outputs go. Raises `UsageError` where the two make no sense, before
    anything is written."""
    if is_remote(output):
        return _to_url(given, output, state or default_state(output))
    if state is not None:
        raise UsageError("--state is for an output behind a URL", hint="that of a local one lies beside it")
    root, place = Path(given), Path(output)
    if is_remote(given):
        listing = list_remote(given)
    elif root.is_file():
        places = list_container(root, place)
        return Ends(places.listing, LocalOutlet(places.folder, places.state))
    else:
        listing = list_folder(root, place)
    refuse_foreign_files(listing.written, place)
    return Ends(listing, LocalOutlet(place))


def _to_url(given: str, output: str, state: Path) -> Ends:
    root, url, name = Path(given), output.rstrip("/"), ""
    refuse_nesting(given, url)
    if is_remote(given):
        listing = list_remote(given)
    elif root.is_file():
        # A folder or a file, by the same rule as on a disk: asked of a name that nothing stands under.
        folder, _, last = url.rpartition("/")
        places = list_container(root, state / OUTGOING / last)
        listing = places.listing
        if places.folder.name != last:
            url, name = folder, last
    else:
        listing = list_folder(root, state)
    outlet = RemoteOutlet(url, state, name)
    outlet.refuse_foreign_files(listing.written)
    return Ends(listing, outlet)
