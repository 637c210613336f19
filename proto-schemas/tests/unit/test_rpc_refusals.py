"""Rpcs that the generator refuses."""

import pytest

SERVICE = """
// Nothing to ask.
message DoRequest {{
  // Its id.
  string id = 1 [(buf.validate.field).string.min_len = 1];
  // More.
  optional string more = 2;
}}

// Nothing to say.
message DoResponse {{
  // Its id.
  string id = 1;
}}

// A service.
service SampleService {{
  // Do it.
  rpc Do({asks}) returns ({gives}) {{
    {options}
  }}
}}
"""
SOUND = (
    'option (google.api.http) = {post: "/things/{id}" body: "*"};'
    ' option (platform.v1.access) = "operator"; option (platform.v1.audit) = "thing.done_over";'
)
SOUND = SOUND.replace("done_over", "changed")


class TestRpcs:
    """Rpcs: who may call, what stays behind, which route."""

    @pytest.fixture
    def rpc(self, write):
        """Give a function that writes a service with one rpc."""

        def service(options, *, asks="DoRequest", gives="DoResponse", more=""):
            write(SERVICE.format(options=options, asks=asks, gives=gives) + more)

        return service

    def test_a_sound_one_passes(self, rpc, generated):
        """The sample that the refusals below differ from."""
        rpc(SOUND)
        assert "DO: Rpc[DoRequest, DoResponse]" in generated()["sample/v1/sample.py"]

    @pytest.mark.parametrize(
        ("old", "new", "rule"),
        [
            ('option (platform.v1.access) = "operator";', "", "the rpc has no access option"),
            ('"operator"', '"boss"', "access 'boss' is unknown; one of: public"),
            ('"operator"', '"api_key:"', "access 'api_key:' is unknown"),
            ('"operator"', '"internal"', 'access "internal" is never over HTTP'),
            ('option (platform.v1.audit) = "thing.changed";', "", "names no audit verb"),
            ("thing.changed", "thing.change", "'thing.change' is not of the form noun.past_tense"),
            ("thing.changed", "changed", "'changed' is not of the form noun.past_tense"),
            ("thing.changed", "Thing.Changed", "is not of the form noun.past_tense"),
            ("option (google", "option idempotency_level = NO_SIDE_EFFECTS; option (google",
             "names audit verbs and NO_SIDE_EFFECTS"),
            ('option (google.api.http) = {post: "/things/{id}" body: "*"};', "",
             'no http rule: its only access is then "internal"'),
            ("{id}", "{other}", "http path parameter other is no field of DoRequest"),
            ("{id}", "{more}", "http path parameter more should be a plain field"),
            ("{id}", "{id=*}", "is no /words/and/{fields}"),
            ("/things", "things", "is no /words/and/{fields}"),
            ('body: "*"', 'body: "other"', "http body other is no field of DoRequest"),
            ('body: "*"', 'response_body: "x"', "http response_body x is no field of DoResponse"),
            ('post: "/things/{id}"', 'delete: "/things/{id}"', "http DELETE carries no body"),
            ('post: "/things/{id}" body: "*"', 'get: "/things/{id}"', "http GET is for an rpc wi"),
            ('post: "/things/{id}"', 'custom: {kind: "HEAD" path: "/a"}', "http: one of get, put"),
            ('body: "*"', 'body: "*" additional_bindings: {get: "/a"}', "one rpc, one route"),
            ("option (google", "option deprecated = true; option (google",
             "option deprecated is not supported"),
        ],
    )  # fmt: skip
    def test_options(self, rpc, refusal, old, new, rule):
        """Each differs from the sound one in one place."""
        assert old in SOUND
        rpc(SOUND.replace(old, new))
        line = refusal()
        assert line.startswith("sample/v1/sample.proto:31: ")
        assert rule in line

    @pytest.mark.parametrize("side", ["asks", "gives"])
    def test_streams(self, rpc, refusal, side):
        """The bus has requests with one reply each."""
        kind = "DoRequest" if side == "asks" else "DoResponse"
        rpc(SOUND, **{side: f"stream {kind}"})
        assert "rpc Do streams" in refusal()

    def test_messages_of_other_packages(self, rpc, refusal):
        """An rpc's messages belong to it."""
        rpc(SOUND, asks="google.protobuf.Struct")
        assert "google.protobuf.Struct is no message of package sample.v1" in refusal()

    def test_two_rpcs_of_one_name(self, rpc, refusal):
        """Rpc names are subjects and constants: unique in a package."""
        again = SOUND.replace("/things", "/others")
        rpc(SOUND, more=f"service B {{\n  rpc Do(DoRequest) returns (DoResponse) {{ {again} }}\n}}")
        assert "DO stands twice in sample.v1: also at sample/v1/sample.proto:31" in refusal()

    def test_two_rpcs_of_one_route(self, rpc, refusal):
        """Parameters' names don't tell routes apart."""
        again = SOUND.replace("{id}", "{name}")
        more = "message MoreRequest { string name = 1; }\n"
        rpc(
            SOUND,
            more=f"{more}service B {{ rpc More(MoreRequest) returns (DoResponse) {{ {again} }} }}",
        )
        assert "the route POST /things/{name} is taken: see sample/v1/sample.proto:31" in refusal()

    @pytest.mark.parametrize(
        ("field", "rule"),
        [
            ('repeated string a = 3 [(platform.v1.header) = "A"];', "it is no scalar"),
            ('string a = 3 [(platform.v1.header) = "if match"];', "'if match' is no Header-Name"),
        ],
    )
    def test_headers(self, write, refusal, field, rule):
        """A header carries one short text."""
        text = SERVICE.format(options=SOUND, asks="DoRequest", gives="DoResponse")
        write(text.replace("optional string more = 2;", field))
        assert rule in refusal()
