"""What the generator refuses: one line with the place and the rule."""

import pytest

from generator.refusal import Refusal

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


@pytest.fixture
def refusal(generated):
    """Give a function that generates and returns what was refused."""

    def lines():
        with pytest.raises(Refusal) as caught:
            generated()
        return str(caught.value)

    return lines


class TestFields:
    """Fields that JSON contracts can't hold."""

    @pytest.mark.parametrize(
        ("field", "rule"),
        [
            ("int64 a = 1;", "int64 is a string in JSON"),
            ("repeated uint64 a = 1;", "uint64 is a string in JSON"),
            ("map<string, sint64> a = 1;", "sint64 is a string in JSON"),
            ("fixed64 a = 1;", "fixed64 is a string in JSON"),
            ("sfixed64 a = 1;", "sfixed64 is a string in JSON"),
            ("bytes a = 1;", "bytes is not supported"),
            ("oneof a { string b = 1; }", "oneof is not supported"),
            ("google.protobuf.Any a = 1;", "google.protobuf.Any is not supported"),
            ("map<int32, string> a = 1;", "keys of a map are strings"),
            ("string a = 1 [deprecated = true];", "option deprecated is not supported"),
            ("string save = 1;", "field save is a word of pydantic or Beanie"),
            ("string count = 1;", "field count is a word of pydantic or Beanie"),
            ("string copy = 1;", "field copy is a word of pydantic or Beanie"),
            ("string parse = 1;", "field parse is a word of pydantic or Beanie"),
            ("string model_name = 1;", "field model_name is a word of pydantic or Beanie"),
            ("string outbox = 1;", "field outbox is a word of pydantic or Beanie"),
            ("string revision_id = 1;", "field revision_id is a word of pydantic or Beanie"),
            ("string class = 1;", "field class is a word of Python"),
            ("string list = 1;", "field list is a word of Python"),
        ],
    )
    def test_kinds_and_names(self, write, refusal, field, rule):
        """The line names file, line, and what to do instead."""
        write(f"// A message.\nmessage A {{\n  // A field.\n  {field}\n}}")
        line = refusal()
        assert line.startswith("sample/v1/sample.proto:")
        assert rule in line

    @pytest.mark.parametrize(
        ("field", "rule"),
        [
            ("string a = 1 [(buf.validate.field).string.prefix = 'x'];", "string.prefix is not"),
            ("string a = 1 [(buf.validate.field).string.not_in = 'x'];", "string.not_in is not"),
            ("string a = 1 [(buf.validate.field).string.min_bytes = 1];", "string.min_bytes is"),
            ("string a = 1 [(buf.validate.field).cel = {id: 'x'}];", "rule buf.validate cel is"),
            ("string a = 1 [(buf.validate.field).int32.gt = 1];", "int32 is not supported on a st"),
            ("string a = 1 [(buf.validate.field).string.pattern = '(?=a)'];", "does not compile"),
            ("string a = 1 [(buf.validate.field).string.pattern = '\\\\d'];", "pattern: write \\d"),
            (
                "string a = 1 [(buf.validate.field).string = {uuid: true, pattern: 'a'}];",
                "takes one of pattern and the well-known formats",
            ),
            (
                "string a = 1 [(buf.validate.field).string = {in: ['a'], max_len: 1}];",
                "stand alone, without max_len",
            ),
            (
                "string a = 1 [(buf.validate.field).string = {len: 1, max_len: 1}];",
                "string.len stands alone",
            ),
            ("string a = 1 [(buf.validate.field).ignore = IGNORE_ALWAYS];", "ignore is only"),
            (
                "int32 a = 1 [(buf.validate.field).ignore = IGNORE_IF_ZERO_VALUE];",
                "ignore is only supported",
            ),
            ("int32 a = 1 [(buf.validate.field).required = true];", "required is for messages"),
            ("optional string a = 1 [(buf.validate.field).required = true];", "required contrad"),
            ("int32 a = 1 [(buf.validate.field).int32.not_in = 1];", "int32.not_in is not"),
            ("int32 a = 1 [(buf.validate.field).int32 = {gt: 9, lt: 1}];", "lower bound is over"),
            ("double a = 1 [(buf.validate.field).double.in = 1];", "double.in is not supported"),
            ("double a = 1 [(buf.validate.field).double.finite = true];", "double.finite is not"),
            ("bool a = 1 [(buf.validate.field).bool.const = true];", "bool.const is not supported"),
            (
                "google.protobuf.Timestamp a = 1 [(buf.validate.field).timestamp.lt_now = true];",
                "timestamp.lt_now is not supported",
            ),
            ("string a = 1 [(platform.v1.integer) = true];", "only a double can be integer"),
            ("string a = 1 [(platform.v1.clearable) = true];", "only an optional field can be"),
            ("repeated string a = 1 [(buf.validate.field).string.len = 1];", "string is not supp"),
            (
                "repeated string a = 1 [(buf.validate.field).repeated.items.string.prefix = 'x'];",
                "string.prefix is not supported",
            ),
            (
                "repeated B a = 1 [(buf.validate.field).repeated.unique = true];",
                "repeated.unique is for scalars",
            ),
        ],
    )
    def test_rules(self, write, refusal, field, rule):
        """A rule without an effect is never ignored."""
        write(f"// A.\nmessage B {{}}\n// A.\nmessage A {{\n  // A field.\n  {field}\n}}")
        assert rule in refusal()


class TestMessages:
    """Messages and enums."""

    def test_enums(self, write, refusal):
        """A closed set is a string with an `in` rule."""
        write("enum Color {\n  COLOR_UNSPECIFIED = 0;\n}")
        assert "enum Color is not supported: a closed set is a string" in refusal()

    def test_nested_messages_and_enums(self, write, refusal):
        """Everything stands at the top level."""
        write("message A {\n  message B {}\n  enum C {\n    C_UNSPECIFIED = 0;\n  }\n}")
        lines = refusal()
        assert "message B is nested" in lines
        assert "enum C is not supported" in lines

    def test_messages_that_contain_themselves(self, write, refusal):
        """A circle has no dependency order."""
        write("message A {\n  repeated B b = 1;\n}\nmessage B {\n  A a = 1;\n}")
        assert "message A contains itself: A -> B -> A" in refusal()

    def test_message_rules(self, write, refusal):
        """No effect, so no silence."""
        write('message A {\n  option (buf.validate.message).cel = {id: "x"};\n}')
        assert "option buf.validate.message is not supported" in refusal()

    def test_names_of_the_generated_code(self, write, refusal):
        """A message called Field would hide pydantic's."""
        write("message Field {}")
        assert "Field is a word of the generated code" in refusal()

    def test_two_things_of_one_name(self, write, refusal):
        """A message can't be called as a service's client."""
        write("message AServiceClient {}\nservice AService {}")
        assert "AServiceClient stands twice in sample.v1" in refusal()


class TestFiles:
    """Whole files."""

    @pytest.mark.parametrize("syntax", ['syntax = "proto2";', 'edition = "2023";'])
    def test_other_syntaxes(self, write, refusal, syntax):
        """Required fields and groups exist in proto2 only."""
        write("message A {}", head=f"{syntax}\npackage sample.v1;\n")
        assert 'only syntax = "proto3" is supported' in refusal()

    @pytest.mark.parametrize("name", ["sample.proto", "sample/sample.proto", "a/b/v1/c.proto"])
    def test_other_folders(self, write, refusal, name):
        """Package and folder are <service>/v<number>."""
        write("message A {}", name=name, head='syntax = "proto3";\npackage sample.v1;\n')
        assert "its package is that path" in refusal()

    def test_packages_that_need_each_other(self, write, refusal):
        """Python could import neither."""
        head = 'syntax = "proto3";\npackage {0}.v1;\n{1}\n'
        write("message A {}", name="a/v1/a.proto", head=head.format("a", ""))
        needs = 'import "a/v1/a.proto";'
        write("message B { a.v1.A a = 1; }", name="b/v1/b.proto", head=head.format("b", needs))
        needs = 'import "b/v1/b.proto";'
        write("message C { b.v1.B b = 1; }", name="a/v1/c.proto", head=head.format("a", needs))
        assert "a/v1/a.proto:2: package a.v1 imports itself by way of another" in refusal()

    def test_what_protoc_refuses(self, write, refusal, capfd):
        """Protoc's own line names the place."""
        write("message A { nothing b = 1; }")
        assert "protoc refuses the contracts" in refusal()
        assert "sample/v1/sample.proto:" in capfd.readouterr().err

    def test_all_refusals_at_once(self, write, refusal):
        """One run shows everything that is to be repaired, in order."""
        write("message A {\n  bytes a = 1;\n  int64 b = 2;\n}")
        first, second = refusal().splitlines()
        assert first.startswith("sample/v1/sample.proto:14: bytes")
        assert second.startswith("sample/v1/sample.proto:15: int64")


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
