"""An operator's trips with their versions, kept in a database."""

from planner.store.database import find_store_url, get_default_path
from planner.store.document import TRIP_FORMAT, TripDocument, dump_document, load_document
from planner.store.errors import ConflictError, StoreError
from planner.store.store import KEPT_AUTOSAVES, SavedTrip, Store, TripSummary, VersionSummary

__all__ = [
    "KEPT_AUTOSAVES",
    "TRIP_FORMAT",
    "ConflictError",
    "SavedTrip",
    "Store",
    "StoreError",
    "TripDocument",
    "TripSummary",
    "VersionSummary",
    "dump_document",
    "find_store_url",
    "get_default_path",
    "load_document",
]
