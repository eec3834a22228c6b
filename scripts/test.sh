#!/bin/bash
# Runs everything that must hold of this folder; its arguments are handed to pytest.
#
# Each step runs, also after one that failed. Started as root, the tests run twice: as an
# ordinary user, whose judge has to get namespaces and cgroups without privileges, and as
# root, whose judge has to give its privileges up. The closing line of pytest comes last.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/ordinary_user.sh

export PYTHONDONTWRITEBYTECODE=1
failed=()
step() {
    local name=$1
    shift
    printf '\n=== %s\n' "$name"
    "$@" || failed+=("$name")
}

step 'ruff check' .venv/bin/ruff check
step 'ruff format' .venv/bin/ruff format --check
step 'mypy' .venv/bin/mypy
if [ "$(id -u)" = 0 ]; then
    step 'pytest, as an ordinary user' as_ordinary_user .venv/bin/python -m pytest -p no:cacheprovider "$@"
fi
step "pytest, as $(id -un)" .venv/bin/python -m pytest "$@"

if [ ${#failed[@]} -gt 0 ]; then
    printf 'failed: %s\n' "${failed[@]}" >&2
    exit 1
fi
