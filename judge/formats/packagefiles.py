"""Looking at the files of a package: what is there, may it be read, is it inside.

Every file that a reader hands on has gone through `check_file`, every folder that it
looks into through `listing`, so that no symbolic link leads out of a package. Where
`root` is None, as in a plain folder of tests, links may lead anywhere.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path, PurePosixPath

from judge.errors import InputError

LOOKED_AT = 1 << 16
"""Characters; what gives a format away stands further up."""


def listing(folder: Path, root: Path | None) -> list[Path]:
    """List `folder` by name without dotfiles; raise InputError when it is not in `root`."""
    if root is not None:
        check_inside(folder, root)
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise unreadable(folder, error) from error
    return [_utf8(entry) for entry in entries if not entry.name.startswith(".")]


def check_file(path: Path, root: Path | None) -> Path:
    """Return `path` when it is a regular file in `root` that may be read."""
    if root is not None:  # a folder on the way may be a link as well
        check_inside(path, root)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a pipe would block
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        mode = os.fstat(descriptor).st_mode
    finally:
        os.close(descriptor)
    if stat.S_ISDIR(mode):
        raise InputError(path, "is a folder where a file is needed", "rename or remove it")
    if not stat.S_ISREG(mode):
        raise InputError(path, "is not a regular file", "put a regular file in its place")
    return path


def inside(name: str, root: Path, place: object) -> Path:
    """Return the regular file `name` of the package `root`, as `place` names it.

    Raise InputError for a name that leads out of it, be it by a link.
    """
    path = within(name, root, place)
    check_inside(path, root)
    return check_file(path, root)


def says(path: Path, root: Path, pattern: str) -> bool:
    """Whether the beginning of the file at `path` matches `pattern`, wherever.

    One that leads out of `root` by a link is not looked into and counts: reading it tells so.
    """
    if path.is_symlink() and not _leads_inside(path, root):
        return True
    try:
        with check_file(path, root).open(encoding="utf-8", errors="replace") as file:
            return re.search(pattern, file.read(LOOKED_AT)) is not None
    except (InputError, OSError):
        return False


def within(name: str, root: Path, place: object) -> Path:
    """Return where the file `name` of the package `root` would be, without looking there.

    Raise InputError, for what stands at `place`, where the name alone leads out of it.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not _is_name(name):
        message = f"names '{name}', which is no path in the package"
        raise InputError(place, message, "name a file of the package, from its top folder")
    return root / path


def check_inside(path: Path, root: Path) -> None:
    """Raise InputError when `path` leads out of `root` by a symbolic link."""
    if not _leads_inside(path, root):
        target = os.path.realpath(path)
        message = f"leads out of the package, to {target}"
        raise InputError(path, message, "copy what it points to into the package")


def _leads_inside(path: Path, root: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def check_no_cycle(folder: Path, root: Path) -> None:
    """Raise InputError when `folder` is a symbolic link to one of its own parents."""
    real = os.path.realpath(folder)
    for parent in folder.relative_to(root).parents:
        if os.path.realpath(root / parent) == real:
            raise InputError(folder, "is a link to a folder that contains it", "remove the link")


def _is_name(name: str) -> bool:
    try:
        return bool(name.encode()) and "\0" not in name
    except UnicodeEncodeError:  # half of a character, as JSON may hold
        return False


def _utf8(path: Path) -> Path:
    try:
        path.name.encode()
    except UnicodeEncodeError as error:
        shown = os.fsencode(path.name).decode(errors="backslashreplace")
        message = f"holds a file whose name is not UTF-8: {shown}"
        raise InputError(path.parent, message, "rename it") from error
    return path


def unreadable(path: Path, error: OSError) -> InputError:
    """Make the error that `path` cannot be read, from what the system says."""
    why = error.strerror or str(error)
    return InputError(path, f"cannot be read: {why}", "check that it exists and may be read")
