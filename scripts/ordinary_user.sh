# as_ordinary_user COMMAND...: for root, runs it in a copy of this folder as a user without
# any privilege. Sourced by test.sh.
#
# No account is made: a user is a number that nobody has. It differs from the account of a
# person in these ways. It has no session of systemd's, so that, but where cgroups can be
# written by everyone, CPU time and memory can't be limited; the tests that need it are
# skipped, and say so. Its home and temporary folders are its own and are removed after.
# Folders that are closed to it and that it needs (.venv, and the Python and Rust in /root
# if they are there) are opened in a mount namespace of its own, which the host sees
# nothing of.

ordinary_uid=65532 # systemd's list of users and groups leaves 65520 to 65533 unused

as_ordinary_user() (
    set -euo pipefail
    place=$(mktemp -d "${TMPDIR:-/tmp}/judge-user-XXXXXX")
    trap 'rm -rf "$place"' EXIT
    mkdir "$place"/{source,home,tmp}
    tar -c --exclude=./.venv --exclude=./.git --exclude='./.*_cache' --exclude=./.hypothesis . | tar -x -C "$place/source"
    ln -s "$PWD/.venv" "$place/source/.venv"
    chown -hR "$ordinary_uid:$ordinary_uid" "$place"

    # The toolchains themselves, not the shims of rustup and pyenv, which choose by what
    # is in the home of whoever calls them.
    needed=("$PWD/.venv")
    path=/usr/local/bin:/usr/bin:/bin
    for prefix in "$(.venv/bin/python -c 'import sys; print(sys.base_prefix)')" "$(rustc --print sysroot 2>/dev/null || true)"; do
        case $prefix in
            '' | /usr) ;;
            *) needed+=("$prefix") path=$prefix/bin:$path ;;
        esac
    done

    # `unshare` is for root's part only: what follows it has no privilege left.
    cd "$place/source"
    unshare --mount bash -c "$(declare -f open_up closed_above without_privilege)"'
        set -euo pipefail
        ordinary_uid=$1 opened=$2 path=$3 count=$4
        shift 4
        open_up "$opened" "${@:1:count}"
        shift "$count"
        PATH=$path HOME=${PWD%/source}/home TMPDIR=${PWD%/source}/tmp PYTHONPATH=$PWD without_privilege "$@"
    ' - "$ordinary_uid" "$place/opened" "$path" "${#needed[@]}" "${needed[@]}" "$@"
)

# What is exported by whoever started us may name root's own folders: none of it is kept.
without_privilege() {
    setpriv --reuid="$ordinary_uid" --regid="$ordinary_uid" --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs \
        env -i PATH="$PATH" HOME="$HOME" TMPDIR="$TMPDIR" PYTHONPATH="$PYTHONPATH" PYTHONDONTWRITEBYTECODE=1 \
        LANG=C.UTF-8 ${CI:+CI="$CI"} ${JUDGE_TEST_SCALE:+JUDGE_TEST_SCALE="$JUDGE_TEST_SCALE"} "$@"
}

# open_up ASIDE FOLDER...: shows these folders to everyone below the topmost closed folder
# above each, and nothing else of that.
open_up() {
    local aside=$1 folder top number=0
    shift
    mkdir -p "$aside"
    for folder; do
        top=$(closed_above "$folder")
        [ -n "$top" ] || continue
        number=$((number + 1))
        mkdir "$aside/$number"
        mount --bind "$folder" "$aside/$number"
        printf '%s\t%s\t%s\n' "$number" "$top" "$folder" >>"$aside/list"
    done
    [ -e "$aside/list" ] || return 0
    cut -f2 "$aside/list" | sort -u | while IFS= read -r top; do
        mount -t tmpfs -o mode=755 none "$top"
    done
    while IFS=$'\t' read -r number top folder; do
        mkdir -p "$folder"
        mount --bind "$aside/$number" "$folder"
    done <"$aside/list"
}

# The topmost folder on the way to $1 that the user may not enter, if there is one.
closed_above() {
    local way=''
    local part
    while IFS= read -r part; do
        way=$way/$part
        if ! setpriv --reuid="$ordinary_uid" --regid="$ordinary_uid" --clear-groups test -x "$way"; then
            echo "$way"
            return
        fi
    done < <(tr / '\n' <<<"${1#/}")
}
