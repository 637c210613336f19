"""Which place a page belongs to."""

import pytest
from portal.navigation import current


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/tenants/acme", "Home"),
        ("/tenants/acme/people", "People"),
        ("/tenants/acme/people/invite", "People"),
        ("/tenants/acme/activity/0199", "Activity"),
        ("/tenants/people/status", "Status"),
    ],
)
def test_current(path, name):
    """The longest that fits; a tenant's slug may be a place's name."""
    place = current(path, slug=path.split("/")[2])
    assert place is not None
    assert place.name == name
