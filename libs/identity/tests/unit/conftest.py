"""Keys of other kinds than the usual one."""

import pytest
from joserfc.jwk import ECKey, OKPKey


@pytest.fixture(scope="session")
def ec_key():
    return ECKey.generate_key("P-256", {"kid": "ec-1"})


@pytest.fixture(scope="session")
def ed_key():
    return OKPKey.generate_key("Ed25519", {"kid": "ed-1"})


@pytest.fixture
def plain_rsa(rsa_keys):
    """Give an RSA key that is not tied to RS256."""
    members = {**rsa_keys[2].as_dict(private=True)}
    del members["alg"]
    return type(rsa_keys[2]).import_key(members)
