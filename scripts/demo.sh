#!/bin/bash
# Judges an example problem with a submission of each verdict, and checks that each came out.
set -uo pipefail
cd "$(dirname "$0")/.."

judge=.venv/bin/judge
problem=problems_example/aplusb
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# A host that can't sandbox gives no verdict at all: the doctor says why, and what to do.
"$judge" doctor >"$answer" || {
    cat "$answer"
    exit 3
}

submissions=(
    "AC  accepted/sum.py"
    "WA  wrong_answer/trailing.py"
    "TLE time_limit_exceeded/busy.py"
    "MLE memory_limit_exceeded/list.py"
    "OLE output_limit_exceeded/flood.py"
    "RTE run_time_error/exception.py"
    "CE  compile_error/syntax.py"
)
if command -v gcc >/dev/null; then
    submissions+=(
        "AC  accepted/sum.c"
        "MLE memory_limit_exceeded/child.c"
        "RTE run_time_error/null_pointer.c"
        "CE  compile_error/missing_header.c"
    )
fi

# More time and less memory than the problem gives, so that a slow or busy machine changes
# no verdict: filling memory takes time as well.
limits='--time 3 --wall 60 --memory 64'
came_out=() wrong=0
for line in "${submissions[@]}"; do
    read -r expected source <<<"$line"
    printf '\n$ judge run %s %s\n' "$limits" "$problem/submissions/$source"
    # shellcheck disable=SC2086 # several words
    "$judge" run $limits --report "json:$answer" "$problem/submissions/$source"
    verdict=$(.venv/bin/python -c 'import json, sys; print(json.load(open(sys.argv[1]))["verdict"])' "$answer" 2>/dev/null)
    if [ "$verdict" = "$expected" ]; then
        came_out+=("$(printf '%-3s  %s' "$verdict" "$source")")
    else
        came_out+=("$(printf '%-3s  %s: expected %s' "${verdict:-?}" "$source" "$expected")")
        wrong=$((wrong + 1))
    fi
    : >"$answer"
done

printf '\n'
printf '%s\n' "${came_out[@]}"
if [ $wrong -gt 0 ]; then
    echo "$wrong of ${#submissions[@]} came out otherwise than expected" >&2
    exit 1
fi
echo "All ${#submissions[@]} as expected. More: .venv/bin/judge --help, README.md"
