"""What is wrong with a query, and where."""

from contracts.faults import Malformed
from contracts.platform.v1 import FieldError


class QueryMalformed(Malformed):
    """The query can't be understood; the error names the column where that begins, from 1."""

    reason = "query_malformed"

    def __init__(self, message: str, *, column: int) -> None:
        super().__init__(
            f"Column {column} of the query: {message}.",
            errors=[FieldError(field="q", message=message, column=column)],
        )
