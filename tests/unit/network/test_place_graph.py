import networkx
import pytest
import shapely
from network_builders import SPEEDS, make_ferry, make_leg, make_node

from planner.model.place import Located
from planner.network import build_place_graph, find_path, list_places_near_leg

NODES = {
    node.id: node
    for node in (
        make_node("a", 0.0, 0.0),
        make_node("b", 1.0, 0.0),
        make_node("c", 2.0, 0.0),
        make_node("isle", 1.0, 1.0),
    )
}
LEGS = [
    make_leg("a-b", 120), make_leg("a-b", 130, "expressway", ref="CT01"), make_leg("b-c", 400),
    make_ferry("a-isle", "passengers"), make_ferry("isle-c", "passengers"),
]  # fmt: skip


def make_place(place_id: str, lon_deg: float, lat_deg: float, *, is_routable: bool = True) -> Located:
    return Located(
        id=place_id, kind="craft_village", name_vi=place_id, name_en=None, lon_deg=lon_deg, lat_deg=lat_deg,
        coord_uncertainty_km=1.0, province="P", old_province="P", is_routable=is_routable,
    )  # fmt: skip


PLACES = [
    make_place("pottery", 0.02, 0.0),
    make_place("silk", 2.0, 0.04),
    make_place("vague", 1.0, 0.0, is_routable=False),
]


@pytest.fixture(scope="module")
def graph() -> networkx.MultiGraph:
    return build_place_graph(PLACES, NODES, LEGS, SPEEDS)


def test_every_node_and_edge_has_the_documented_attributes(graph: networkx.MultiGraph) -> None:
    assert set(graph) == {*NODES, "pottery", "silk", "vague"}
    for _, facts in graph.nodes(data=True):
        assert set(facts) == {"role", "kind", "name", "lon", "lat", "province", "land"}
    edge_words = {
        "kind", "name", "minutes", "km", "road_class", "terrain", "mode", "takes", "wait_min", "source",
        "quality", "geometry",
    }  # fmt: skip
    for _, _, facts in graph.edges(data=True):
        assert set(facts) == edge_words


def test_parallel_legs_are_both_kept(graph: networkx.MultiGraph) -> None:
    assert {facts["name"]: facts["minutes"] for facts in graph["a"]["b"].values()} == {"QL1": 120, "CT01": 65}


def test_a_place_that_is_not_routable_has_no_edge(graph: networkx.MultiGraph) -> None:
    assert graph.degree("vague") == 0
    assert find_path(graph, "a", "vague") is None


def test_a_place_is_joined_to_its_nodes_by_access_edges(graph: networkx.MultiGraph) -> None:
    (edge,) = graph["pottery"]["a"].values()
    assert (edge["kind"], edge["road_class"], edge["quality"]) == ("access", "access", "skeleton")
    assert edge["geometry"].coords[0] == (0.02, 0.0)


def test_path_does_not_leave_the_car_at_a_berth_nor_pass_through_places(graph: networkx.MultiGraph) -> None:
    assert find_path(graph, "pottery", "silk") == ["pottery", "a", "b", "c", "silk"]
    assert find_path(graph, "pottery", "isle") == ["pottery", "a", "isle"]


def test_path_to_an_unknown_id_is_refused(graph: networkx.MultiGraph) -> None:
    with pytest.raises(networkx.NodeNotFound, match="atlantis"):
        find_path(graph, "a", "atlantis")


def test_a_place_may_not_bear_the_id_of_a_road_node() -> None:
    with pytest.raises(ValueError, match="'a' is the id"):
        build_place_graph([make_place("a", 0.0, 0.0)], NODES, LEGS, SPEEDS)


def test_corridor_along_a_leg_holds_the_near_places_in_order_of_distance() -> None:
    places = [make_place(f"p{km}", 0.5, km / 111.195) for km in (7, 2, 4)]
    for geometry in (((0.0, 0.0), (1.0, 0.0)), shapely.LineString([(0, 0), (1, 0)])):
        found = list_places_near_leg(places, geometry, within_km=5)
        assert list(found["id"]) == ["p2", "p4"]
        assert found["distance_km"].tolist() == pytest.approx([2, 4], rel=0.01)
        assert found.crs.to_epsg() == 4326


def test_a_corridor_along_the_whole_country_measures_true() -> None:
    line = ((105.8, 21.0), (107.6, 16.4), (106.7, 10.8))
    east_of_hue = make_place("sea", 107.6 + 20 / (111.195 * 0.9593), 16.4)
    found = list_places_near_leg([east_of_hue], line, within_km=30)
    assert found["distance_km"].tolist() == pytest.approx([20], rel=0.02)


def test_no_places_near_a_leg_is_an_empty_table() -> None:
    assert list_places_near_leg([make_place("p", 5.0, 5.0)], ((0.0, 0.0), (1.0, 0.0)), 3).empty
    assert list_places_near_leg([], ((0.0, 0.0), (1.0, 0.0)), 3).empty
