"""Finding routes: the same as the framework would, or not at all."""

import pytest
from gateway.app import build
from gateway.dispatch import Dispatch
from gateway.door import Door
from gateway.endpoints import endpoints
from gateway.routes import RpcRoute
from gateway.settings import Settings
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Match

APP = build(Settings(), Door(), ailment=lambda: None)
ROUTES = [route for route in APP.routes if isinstance(route, RpcRoute)]
DISPATCH = Dispatch(APP.router, ROUTES)
WORDS = st.sampled_from(["tenants", "audit", "users", "acme", "suspend", "me", "", "{slug}", "a b"])
METHODS = st.sampled_from(["GET", "POST", "PATCH", "DELETE", "PUT"])


def scope(method, path):
    return {"type": "http", "method": method, "path": path, "root_path": ""}


class TestFind:
    @pytest.mark.parametrize("endpoint", list(endpoints()), ids=lambda endpoint: endpoint.label)
    def test_every_route_is_found(self, endpoint):
        """With its path's values."""
        path = endpoint.rule.path.replace("{slug}", "acme").replace("{id}", "7")
        route, values = DISPATCH._find(scope(endpoint.rule.method, path))
        assert f"{min(route.methods)} {route.path}" == endpoint.label
        assert set(values) == set(endpoint.reader.path)

    @given(method=METHODS, words=st.lists(WORDS, max_size=5))
    def test_it_agrees_with_the_framework(self, method, words):
        """What it finds is what the framework would have found, and nothing is found twice."""
        asked = scope(method, "/" + "/".join(words))
        matches = [(route, route.matches(asked)) for route in ROUTES]
        expected = [
            (route, child["path_params"])
            for route, (match, child) in matches
            if match is Match.FULL
        ]
        found = DISPATCH._find(asked)
        assert ([found] if found else []) == expected
