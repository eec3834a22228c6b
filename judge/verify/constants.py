"""Programs of a package with its constants filled in: ``{{name}}`` in their sources."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from judge.formats.constants import replace_constants
from judge.sources import collect
from sandbox import make_folder


def filled(path: Path, constants: Mapping[str, str], target: Path) -> Path:
    """Return `path`, a file or a folder, or a copy at `target` where it uses `constants`.

    `target` is made only if there is something to fill in.
    """
    if not constants:
        return path
    files = {source.name: source.path.read_bytes() for source in collect([path])}
    new = {name: replace_constants(data, dict(constants)) for name, data in files.items()}
    if new == files:
        return path
    make_folder(target, 0o700)
    for source in collect([path]):
        copy = target / source.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(new[source.name])
        copy.chmod(source.path.stat().st_mode & 0o777)
    return target if path.is_dir() else target / path.name
