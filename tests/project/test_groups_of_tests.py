"""Tests that must not run at once stay in one process."""

from __future__ import annotations

import os

import pytest


@pytest.mark.xdist_group("alone")
@pytest.mark.skipif(
    "PYTEST_XDIST_WORKER" not in os.environ,
    reason="Run with -n 2 --dist loadgroup: one process has no others.",
)
def test_a_group_is_known_to_whoever_shares_tests_out(request: pytest.FixtureRequest) -> None:
    """A pytest that pytest-xdist does not know yet loses groups without a word."""
    assert request.node.nodeid.endswith("@alone")
