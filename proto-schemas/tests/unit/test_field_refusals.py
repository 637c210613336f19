"""Fields that the generator refuses: one line with the place and the rule."""

import pytest


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
            ("int32 a = 1 [(platform.v1.told_once) = true];", "told_once is for text"),
            ("optional string a = 1 [(platform.v1.told_once) = true];", "told_once is for text"),
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
