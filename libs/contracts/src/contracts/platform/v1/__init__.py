"""Contracts of platform, v1.

Generated from proto-schemas/platform/v1 by generate.py: edits are lost.
"""

from contracts.platform.v1.actor import Actor, Membership
from contracts.platform.v1.money import Money
from contracts.platform.v1.problem import FieldError, Problem

__all__ = ["Actor", "FieldError", "Membership", "Money", "Problem"]
