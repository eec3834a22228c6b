#!/bin/bash
# Prepares this folder for `make demo` and `make test`: system packages, and a .venv with the judge in it.
#
#   scripts/setup.sh demo     what running the judge needs
#   scripts/setup.sh test     and what its tests need; in CI (CI=true) the toolchains too
#
# PYTHON names the interpreter to make .venv with. Nothing is asked, except by sudo for
# a password where it has to and there is a terminal. What is there already is left alone.
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=${1:?demo or test}
case $purpose in demo) extras='' ;; test) extras='[dev]' ;; *) echo "usage: $0 demo|test" >&2; exit 2 ;; esac
if [ "${CI:-}" = true ] && [ "$purpose" = test ]; then toolchains=yes; else toolchains=no; fi

stamp=.venv/judge-set-up
say() { echo "set-up: $*" >&2; }
die() { say "$*"; exit 1; }

# ---------------------------------------------------------------- what is needed

python=${PYTHON:-python3}

# The Debian packages that are missing. What counts is whether the thing works, however
# it came here: a rustup toolchain or a Python of pyenv's in PATH is as good as Debian's.
missing() {
    local at_hand=$python
    if [ $ready = yes ]; then at_hand=.venv/bin/python; fi
    command -v bwrap >/dev/null || echo bubblewrap
    "$at_hand" -c 'import ctypes; ctypes.CDLL("libseccomp.so.2")' 2>/dev/null || echo libseccomp2
    # Debian ships `venv` without `ensurepip` until this package is there.
    [ $ready = yes ] || "$python" -c 'import ensurepip, venv' 2>/dev/null || venv_package
    [ $toolchains = no ] || missing_toolchains
}

venv_package() {
    case ${python##*/} in
        python3.*) echo "${python##*/}-venv" ;;
        *) echo python3-venv ;;
    esac
}

missing_toolchains() {
    command -v gcc >/dev/null || echo gcc
    command -v g++ >/dev/null || echo g++
    [ -e /usr/include/stdio.h ] || echo libc6-dev
    command -v javac >/dev/null || echo default-jdk-headless
    command -v node >/dev/null || echo nodejs
    command -v rustc >/dev/null || echo rustc
    command -v perl >/dev/null || echo perl
}

# What .venv was filled from. It is filled again when that changes, or this folder moves.
key() { { pwd; cat pyproject.toml; } | sha256sum | cut -d' ' -f1; }

# With what the tests need, what the judge needs is there too.
is_ready() {
    local found
    found=$(cat $stamp 2>/dev/null) || return 1
    case $found in "$(key) $extras" | "$(key) [dev]") .venv/bin/python -c '' 2>/dev/null ;; *) return 1 ;; esac
}

# ---------------------------------------------------------------- steps

check_python() {
    command -v "$python" >/dev/null ||
        die "$python is not installed; run: sudo apt-get install $(basename "$python")"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        die "the judge needs Python 3.11 or newer, and '$python' is $("$python" -V 2>&1);" \
            "install a newer one and name it: make $purpose PYTHON=python3.12"
}

install_packages() {
    local wanted=$1 as=() install
    install="apt-get install -y --no-install-recommends $wanted"
    command -v apt-get >/dev/null ||
        die "these Debian packages are missing, and there is no apt-get: $wanted;" \
            "install what your system calls them, and run make $purpose again"
    if [ "$(id -u)" != 0 ]; then
        # A password can be asked for on a terminal alone.
        if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
            as=(sudo)
        else
            die "these system packages are missing; run: sudo $install"
        fi
    fi
    say "installing system packages: $wanted"
    # Whoever installs something now (the nightly upgrade, say) is waited for.
    as+=(env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0)
    # One source that can't be reached, somebody's own, need not be the one we need.
    "${as[@]}" update </dev/null >&2 || say "apt-get update failed; trying with the package lists at hand"
    # shellcheck disable=SC2086 # several words
    "${as[@]}" install -y --no-install-recommends $wanted </dev/null >&2 ||
        die "apt-get failed, see above; when it is mended, run make $purpose again, or: sudo $install"
}

make_venv() {
    rm -f $stamp
    if ! .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        say "making .venv with $("$python" -V)"
        "$python" -m venv --clear .venv >&2 || die "'$python -m venv .venv' failed, see above"
    fi
    say "installing the judge into .venv: pip install -e '.$extras'"
    .venv/bin/python -m pip install -q --no-input --disable-pip-version-check -e ".$extras" </dev/null >&2 ||
        die "pip failed, see above; when it is mended, run make $purpose again"
    echo "$(key) $extras" >$stamp
}

# ---------------------------------------------------------------- main

# Two makes at a time would fill .venv at once. The folder itself is the lock; what is
# started below must not inherit it, since a daemon among it would keep it.
exec 9<.
flock 9

ready=no
if is_ready; then ready=yes; else check_python; fi
wanted=$(missing | sort -u | paste -sd' ')
if [ -n "$wanted" ]; then install_packages "$wanted" 9<&-; fi
if [ $ready = no ]; then make_venv 9<&-; fi
