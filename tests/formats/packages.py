"""What the fixtures of these tests are: functions over a mapping of path to text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Tree = dict[str, str]
Make = Callable[[Tree], Path]
Refused = Callable[[Tree], str]
