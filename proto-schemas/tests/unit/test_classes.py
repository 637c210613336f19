"""The text and the shape of generated classes."""

import pytest
from contracts.rpc import HttpRule


class TestComments:
    """Comments travel into docstrings and descriptions."""

    def test_a_message_comment_is_the_docstring(self, shop):
        """Quotes, backslashes and paragraphs survive."""
        lines = shop.Product.__doc__.splitlines()
        assert lines[0].startswith('A thing with "quotes", a \\ backslash')
        assert lines[-2].strip() == "And a second paragraph."

    def test_a_field_comment_is_the_description(self, shop):
        """OpenAPI shows it."""
        assert shop.Product.model_fields["maker_id"].description == "A UUID, or empty."

    def test_an_rpc_comment_is_the_docstring_of_protocol_and_client(self, shop):
        """Whoever implements or calls reads the same."""
        text = "Read a product. It may be sold out."
        for kind in (shop.ShopService, shop.ShopServiceClient):
            assert kind.get_product.__doc__ == text

    def test_a_service_without_a_method_cannot_be_made(self, shop):
        """It refuses to start, and names what is missing."""

        class Unfinished(shop.ShopService):
            """Implements nothing."""

        with pytest.raises(TypeError, match="get_product"):
            Unfinished()

    def test_the_first_sentence_is_the_summary(self, shop):
        """OpenAPI shows summary and description."""
        assert shop.GET_PRODUCT.summary == "Read a product."
        assert shop.GET_PRODUCT.description == "Read a product. It may be sold out."

    def test_no_line_is_longer_than_a_hundred(self, generated, write):
        """Generated code is read by people."""
        write(
            "// "
            + "Many words stand here. " * 30
            + '\nmessage Long {\n  // It\'s "quoted" '
            + "and long " * 30
            + "\n  string text = 1;\n}"
        )
        assert max(map(len, generated()["sample/v1/sample.py"].splitlines())) <= 100


class TestJsonSchema:
    """What OpenAPI shows."""

    @pytest.fixture
    def shown(self, shop):
        """Give the schema's properties."""
        return shop.Product.model_json_schema()["properties"]

    def test_rules_are_shown(self, shown):
        """A reader of the API sees what is allowed."""
        assert (shown["code"]["minLength"], shown["code"]["maxLength"]) == (2, 4)
        assert shown["kind"]["enum"] == ["food", "tool"]
        assert (shown["amount"]["minimum"], shown["amount"]["maximum"]) == (0, 100)
        assert (shown["tags"]["minItems"], shown["tags"]["uniqueItems"]) == (1, True)
        assert shown["madeAt"]["format"] == "date-time"

    def test_only_clearable_fields_show_null(self, shown):
        """Null is refused elsewhere."""
        assert shown["currency"]["type"] == "string"
        assert {"type": "null"} in shown["remark"]["anyOf"]

    def test_absent_is_no_default(self, shown):
        """`default: null` would contradict the type."""
        assert "default" not in shown["currency"]
        assert "default" not in shown["remark"]

    def test_a_uuid_or_empty_shows_both(self, shown):
        """The two ways are alternatives."""
        first, second = shown["makerId"]["anyOf"]
        assert (first["const"], second["format"]) == ("", "uuid")

    def test_unknown_fields_are_shown_as_refused(self, shop):
        """Requests are closed."""
        assert shop.Product.model_json_schema()["additionalProperties"] is False


class TestRows:
    """What the catalogue says of an rpc."""

    def test_names_and_subject_follow_from_the_contract(self, shop):
        """One name for method, subject and rpc."""
        row = shop.BUY_HTTP_PRODUCT
        assert (row.service, row.version, row.interface) == ("shop", "v1", "ShopService")
        assert (row.name, row.subject) == ("buy_http_product", "rpc.shop.v1.buy_http_product")

    def test_types_are_the_generated_classes(self, shop):
        """A row knows what to parse."""
        assert shop.GET_PRODUCT.request is shop.GetProductRequest
        assert shop.GET_PRODUCT.reply is shop.GetProductResponse

    def test_the_http_rule_is_read(self, shop):
        """Method, path, body and the reply's unwrapped field."""
        path = "/products/{product_code}"
        assert shop.GET_PRODUCT.http == HttpRule(method="GET", path=path, response_body="product")
        assert shop.BUY_HTTP_PRODUCT.http.body == "*"
        assert shop.COUNT_SHELVES.http is None

    def test_permissions_and_audit_are_read(self, shop):
        """Who may call, and what is left behind."""
        row = shop.BUY_HTTP_PRODUCT
        assert row.access == ("api_key:shop.buy", "operator")
        assert row.audit == ("product.bought", "product.price_changed")

    def test_only_no_side_effects_changes_nothing(self, shop):
        """Whatever says nothing changes state."""
        assert [row.changes for row in shop.SHOP_SERVICE] == [False, True, True]

    def test_header_fields_are_named(self, shop):
        """The gateway takes them from the header."""
        assert shop.BUY_HTTP_PRODUCT.headers == {"version": "If-Match"}


class TestClient:
    """The typed client."""

    async def test_it_calls_the_row_with_the_request(self, shop):
        """Nothing but row and request reaches the caller's hands."""

        class Caller:
            async def call(self, rpc, request):
                return (rpc, request)

        request = shop.GetProductRequest(product_code="a")
        answer = await shop.ShopServiceClient(Caller()).get_product(request)
        assert answer == (shop.GET_PRODUCT, request)
