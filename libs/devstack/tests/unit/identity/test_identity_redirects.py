"""Where a browser may be sent."""

import pytest
from devstack.identity.redirects import is_allowed, with_answer


class TestIsAllowed:
    @pytest.mark.parametrize(
        "uri",
        [
            "http://localhost/callback",
            "http://localhost:8081/auth/oidc/callback",
            "https://localhost:1/",
            "http://127.0.0.1:65535/cb?a=b",
            "http://[::1]:3000/cb",
            "http://console.localhost:8081/cb",
            "HTTP://LOCALHOST/cb",
        ],
    )
    def test_this_machine(self, uri):
        """Any port and path of localhost, its subdomains and the loopback addresses."""
        assert is_allowed(uri)

    @pytest.mark.parametrize(
        "uri",
        [
            "",
            "/callback",
            "localhost:8081/cb",
            "https://evil.test/",
            "http://localhost.evil.test/",
            "http://evil.test/?localhost",
            "http://evil.test/#localhost",
            "http://localhost@evil.test/",
            "http://user@localhost/",
            "http://:secret@localhost/",
            "http://localhost/#fragment",
            "http://evil.test\\@localhost/",
            "http://localhost\\.evil.test/",
            "http://local\thost/",
            "http://localhost/ x",
            "http://localhost/\n",
            "http://localhost:port/",
            "http://localhost:99999/",
            "http://[::1/",
            "http://127.0.0.1.evil.test/",
            "http://0x7f000001/",
            "http://127.0.0.2/",
            "javascript:alert(1)//localhost",
            "ftp://localhost/",
            "//localhost/",
            "http://löcalhost/",
            "http:///localhost",
        ],
    )
    def test_nowhere_else(self, uri):
        """Neither other hosts nor the spellings by which they pass for this one."""
        assert not is_allowed(uri)


class TestWithAnswer:
    def test_encodes(self):
        """What a state contains stays in it."""
        assert with_answer("http://localhost/cb?x=", {"state": "a&b=c #"}) == (
            "http://localhost/cb?x=&state=a%26b%3Dc+%23"
        )
