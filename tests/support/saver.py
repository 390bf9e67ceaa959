"""A process that saves trips until it is killed: for each line on its input it forks one, and says what was saved.

``python -m tests.support.saver``; a line is the path of a database and that of a trip document.
"""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path

from planner.store import Store, TripDocument, load_document


def save_for_ever(path: str, document: TripDocument) -> None:
    """Save and tell each save once it is acknowledged: trip, number of the version, counter in its notes."""
    store = Store.open(path, kept_autosaves=3)
    trip_id, counter = "", 0
    while True:
        counter += 1
        changed = dataclasses.replace(document, notes=str(counter))
        if counter % 7 == 1:
            trip_id = store.create(changed, title=f"trip {counter}")
            number = 1
        else:
            number = store.save(trip_id, changed, is_autosave=counter % 3 > 0, based_on=number)
        tell(f"{trip_id} {number} {counter}")


def tell(text: str) -> None:
    """Write a line in one step, so that a killed process leaves none half said."""
    os.write(1, f"{text}\n".encode())


def main() -> None:
    """Serve until the input ends."""
    for line in sys.stdin:
        path, document_path = line.split()
        document = load_document(Path(document_path).read_text(encoding="utf-8"))
        child = os.fork()
        if child == 0:
            save_for_ever(path, document)
        tell(f"pid {child}")
        os.waitpid(child, 0)
        tell("ended")


if __name__ == "__main__":
    main()
