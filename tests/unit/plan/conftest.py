"""One planner for all tests of the use case: it keeps nothing of a request."""

import pytest

from planner.api import build_planner
from planner.catalogue import load_catalogue
from planner.model.catalogue import Catalogue
from planner.plan import Planner


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def planner(catalogue: Catalogue) -> Planner:
    return build_planner(catalogue)
