"""What `generate.py --breaking` and `--release` do, on copies."""

import pytest
from generator import command


class TestBreaking:
    """--breaking: against the last release."""

    def test_the_contracts_keep_the_release(self, capsys):
        """The real files against the image in the repository."""
        command.main(["--breaking"])
        assert "nothing of the last release breaks" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("file", "old", "new", "said"),
        [
            ("tenant", "string status_reason = 6;", "", "field"),
            ("tenant", "string status_reason", "string status_cause", "json_name"),
            ("tenant", "int32 version", "string version", "type"),
            ("tenant", "string name", "optional string name", "cardinality"),
            ("tenant", '      "suspended",\n', "", "the set string.in is narrowed, suspended is"),
            ("tenant", "string status_reason = 6;",
             'string status_reason = 6 [(buf.validate.field).string.const = "a"];',
             "tenant.v1.Tenant.status_reason: anything was allowed and string.in allows only"),
            ("tenant", "optional string partner_slug = 8 [(platform.v1.clearable) = true];",
             "optional string partner_slug = 8;", "null cleared the field and is refused now"),
            ("tenant", "int32 version = 12;",
             "int32 version = 12; string a = 99 [(buf.validate.field).required = true];",
             "tenant.v1.Tenant.a: a new field of a released message can't be required"),
            ("tenant_service", 'get: "/tenants/{slug}"', 'get: "/tenant/{slug}"',
             "GetTenant: the route was GET /tenants/{} and is GET /tenant/{}"),
            ("tenant_service", 'patch: "/tenants', 'put: "/tenants', "and is PUT /tenants/{}"),
            ("tenant_service", '      response_body: "tenant"\n', "", "response_body was 'tenant'"),
            ("tenant_service", '    option (platform.v1.access) = "tenant_member";\n', "",
             "GetTenant: access is narrowed, tenant_member may not call any more"),
            ("tenant_service", 'header) = "If-Match"', 'header) = "If-None-Match"',
             "header was 'If-Match' and is 'If-None-Match'"),
        ],
    )  # fmt: skip
    def test_what_breaks_a_caller_is_refused(self, run, edit, file, old, new, said):
        """Wire names, types, routes, permissions and sets only grow."""
        edit(f"schemas/tenant/v1/{file}.proto", old, new)
        code, _, err = run("--breaking")
        assert code == 1
        assert said in err

    def test_a_removed_rpc_is_refused(self, run, edit):
        """RPC_NO_DELETE."""
        edit("schemas/audit/v1/audit_service.proto", "rpc GetEntry(", "rpc ReadEntry(")
        code, _, err = run("--breaking")
        assert code == 1
        assert '"GetEntry"' in err

    @pytest.mark.parametrize(
        ("file", "old", "new"),
        [
            ("tenant", '"suspended",', '"suspended", "archived",'),
            ("tenant", "int32 version = 12;", "int32 version = 12;\n  // A.\n  string a = 99;"),
            ("tenant_service", 'access) = "operator"', 'access) = "authenticated"'),
            ("tenant_service", 'option (platform.v1.access) = "operator";',
             'option (platform.v1.access) = "operator"; option (platform.v1.access) = "partner";'),
            ("tenant", "// Display name.", "// The name."),
        ],
    )  # fmt: skip
    def test_additions_pass(self, run, edit, file, old, new):
        """Sets, fields and permissions may grow."""
        edit(f"schemas/tenant/v1/{file}.proto", old, new)
        assert run("--breaking")[0] == 0


class TestRelease:
    """--release: today's contracts are the ones to keep."""

    def test_after_it_nothing_breaks(self, run, edit):
        """What was breaking is the new normal."""
        edit("schemas/tenant/v1/tenant.proto", '      "suspended",\n', "")
        assert run("--breaking")[0] == 1
        assert run("--release") == (0, "wrote released.binpb\n", "")
        assert run("--breaking")[0] == 0

    def test_it_is_reproducible(self, run, copies):
        """The same contracts give the same bytes."""
        run("--release")
        before = (copies / "schemas/released.binpb").read_bytes()
        run("--release")
        assert (copies / "schemas/released.binpb").read_bytes() == before
