"""The audit log of the running system is whole, and the command says so beside the service."""

import asyncio
import os
import sys
from typing import Any

import pytest
from devstack.running import RunningStack
from devstack.waiting import eventually

pytestmark = pytest.mark.slow


async def reconcile(stack: RunningStack) -> tuple[int | None, str]:
    """Run the command with the service's own environment; return exit code and words."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "audit", "reconcile"),
        env={**os.environ, **stack.processes["audit"].program.environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def test_whole(stack: RunningStack, operator: Any):
    """While entries come in there is no gap, neither for the command nor for the service."""
    made = await operator.send("POST", "/tenants", {"slug": "reconciled", "name": "Reconciled"})
    assert made.is_success, made.text

    async def keep_telling() -> None:
        for number in range(20):
            body = {"domain": f"d{number}.reconciled.example"}
            answer = await operator.send("POST", "/tenants/reconciled/domains", body)
            assert answer.is_success, answer.text

    telling = asyncio.create_task(keep_telling())
    code, said = await reconcile(stack)
    await telling
    assert (code, said) == (0, "0 gaps between stream, store and tree.\n"), said

    async def all_told() -> bool:
        return len(await operator.entries(tenantSlug="reconciled", action="domain.added")) == 20

    await eventually(all_told, timeout_seconds=60)
    code, said = await reconcile(stack)
    assert (code, said) == (0, "0 gaps between stream, store and tree.\n"), said
