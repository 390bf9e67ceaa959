"""Codes of the findings of validation: stable, documented in `docs/catalogue-codes.md`.

A finding is an error unless the loader can mend it without guessing; what it mends is a warning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Code:
    """What a code means and what helps in general; a finding may carry a more exact remedy."""

    meaning: str
    remedy: str
    severity: str = "error"


CODES: Final[dict[str, Code]] = {
    # The directory and its files.
    "C001": Code(
        "A table or document of the data package is missing.", "put the file back, or take it from the release"
    ),
    "C002": Code("A file is not UTF-8 text, or cannot be read.", "save it as UTF-8; in a spreadsheet: CSV UTF-8"),
    "C003": Code("A file is not well-formed CSV.", "quote cells that hold a comma, a quote or a line break"),
    "C004": Code("A column is missing.", "add the column; cells may stay empty where nothing is known"),
    "C005": Code("A column is not in the schema.", "remove it, or correct its spelling"),
    "C006": Code("A file begins with a byte-order mark.", "save it as UTF-8 without BOM", "warning"),
    "C007": Code("Text is not in Unicode form NFC.", "normalise it to NFC; it is read as NFC", "warning"),
    "C008": Code("A cell has blanks at its edge.", "remove them; they are ignored", "warning"),
    "C009": Code("A cell holds control characters.", "remove them; they often come from copied PDF text"),
    "C010": Code("A cell is longer than 10,000 characters.", "shorten it, or close a quote that was left open"),
    "C011": Code("A text begins like a spreadsheet formula.", "begin it with a letter or a digit", "warning"),
    "C012": Code("A column occurs twice in the header.", "keep one of them"),
    "C013": Code("A CSV file belongs to no table and is not read.", "rename it after a table, or remove it", "warning"),
    "C014": Code("The descriptor datapackage.json is missing or faulty.", "take it from the release"),
    "C015": Code("A data directory does not exist.", "give a directory with the tables, or set PLANNER_DATA"),
    "C016": Code("A table has no rows.", "put the rows back, or take the file from the release"),
    "C017": Code("A JSON document cannot be read, or lacks what it must hold.", "take it from the release"),
    # Cells.
    "C020": Code("A required cell is empty.", "fill it; an unknown value is only allowed in optional columns"),
    "C021": Code("A cell is not of its column's type.", "write it as the column asks; leave it empty when unknown"),
    "C022": Code("A number lies outside its range.", "check the figure and its unit"),
    "C023": Code("A value is not one of those allowed.", "use one of the allowed values"),
    "C024": Code("A text does not match its column's pattern.", "write it as the column asks"),
    # Keys and references.
    "C025": Code("A key occurs twice with the same content.", "remove one of the rows"),
    "C026": Code("A key occurs twice with different content.", "decide which row is right and remove the other"),
    "C030": Code("A reference leads to no row.", "correct the key, or add the row it names"),
    "C031": Code(
        "An id is used by two of places, lodging and gateways.", "rename one of them: they share one id space"
    ),
    "C032": Code("A source key is not declared.", "add the key to sources.csv, or correct it"),
    # Places and administration.
    "C040": Code(
        "The province is not the successor of the old province.", "correct one of them by province_63_to_34.csv"
    ),
    "C041": Code("The region is not that of the old province.", "correct it by province_63_to_34.csv"),
    "C042": Code("The commune point differs from the administrative table.", "copy rep_lat and rep_lon of the commune"),
    "C043": Code("The administrative tables contradict each other.", "correct the figure or the name in one of them"),
    "C044": Code("A point lies more than 3 km outside its province.", "correct the point or the province"),
    "C045": Code("Latitude and longitude are swapped.", "exchange lat and lon"),
    "C046": Code("routable and routable_reason contradict each other.", "give a reason exactly where routable is 0"),
    "C047": Code(
        "A place known to 10 km or worse is routable.", "set routable to 0 with a reason, or give a better point"
    ),
    # Time.
    "C050": Code("Opening hours do not parse.", "write them in OpenStreetMap syntax, e.g. Mo-Sa 08:00-17:00"),
    "C051": Code("market_days disagree with the opening hours.", "name the same weekdays in both"),
    "C052": Code("best_months do not parse.", "write months and ranges such as 1;3-4;10-12"),
    "C053": Code("lunar_days do not parse.", "write 4,10,14 or *-14 or 1-6..1-8 or zodiac:Tiger,Monkey"),
    "C054": Code(
        "A festival date does not parse, or only one end is given.", "write both as month-day, e.g. 1-6, or *-14"
    ),
    "C055": Code("A span of numbers or dates ends before it begins.", "exchange the two, or correct one"),
    "C056": Code("tier, kind and festival_id of an experience contradict each other.", "set all three, or none"),
    # Goods.
    "C060": Code("The ticket experience does not cost what the place's ticket costs.", "make both the same figure"),
    "C061": Code("A price contradicts its basis.", "free means 0; a ticket needs ticket_vnd at the place"),
    "C062": Code("The shares of a place do not sum to 1.", "correct the shares; the sum may be off by 0.05"),
    "C063": Code("A place has not exactly one primary good.", "set is_primary to 1 on one row of the place"),
    "C064": Code("A market has no rule for a category.", "add the row; status unknown is an answer"),
    "C065": Code(
        "A pool and its rules do not name each other.", "name the pool in the rule and the category in the pool"
    ),
    "C066": Code(
        "status, limit and pool_id of a rule contradict each other.", "a limit needs a pool, and a pool a limit"
    ),
    "C067": Code("A good has no carry-home category, or a service has one.", "fill it for goods only"),
    "C068": Code("expires_year is not decision_year + 3.", "certificates last 36 months; correct one of the years"),
    "C069": Code(
        "Two rows of the carry-home rules contradict each other, or limit the same goods twice.",
        "decide which of the rows named is right, and correct or remove the other",
    ),
    # Seasons.
    "C070": Code("A season region lacks a month.", "add the row: every region has twelve"),
    "C071": Code("Season region, province or region contradict season_regions.csv.", "correct one of them"),
    # Roads.
    "C080": Code("A leg is shorter than the great circle between its ends.", "correct km, or the position of an end"),
    "C081": Code("Ferry fields are filled on a road, or missing on a ferry.", "fill them exactly where class is ferry"),
    "C082": Code("A node is cut off from the network.", "add the road or ferry that leads to it"),
    "C083": Code("Two legs join the same nodes in the same manner.", "keep one of them"),
    "C084": Code("A leg begins and ends at the same node.", "correct one of its ends"),
    "C085": Code("The speed table lacks a value.", "add the row, or fill the terrain"),
}
"""Every code, in the order of the document."""

REFUSED: Final = "C100"
"""Code of the `CatalogueError` that carries all findings of a refused catalogue."""
