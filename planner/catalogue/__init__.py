"""The catalogue: tables with papers to checked, frozen facts."""

from planner.catalogue.codes import CODES, Code
from planner.catalogue.frames import Frames, build_frames
from planner.catalogue.loading import find_data_dir, load_catalogue, load_province_geojson, validate_catalogue

__all__ = [
    "CODES",
    "Code",
    "Frames",
    "build_frames",
    "find_data_dir",
    "load_catalogue",
    "load_province_geojson",
    "validate_catalogue",
]
