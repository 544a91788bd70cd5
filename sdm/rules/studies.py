"""A research study by its name and reference, and what counts no longer once they are others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# What tells one study from another.
NAMED_BY = ("study_name", "ethics_reference")


def is_another(stands: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether another study is named now than stood there."""
    return any(stands.get(name) != now.get(name) for name in NAMED_BY)


def without_old_tick(stands: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """What is saved of a study; a tick that the one before was explained says nothing of another one."""
    is_old = bool(stands.get("study_explained")) and is_another(stands, now)
    return {name: value for name, value in now.items() if not (is_old and name == "study_explained")}
