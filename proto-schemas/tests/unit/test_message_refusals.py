"""Messages and files that the generator refuses."""

import pytest


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
