# claim: it leaves programs and settings where the next run's shell or loader would find them
# layer: fresh files
# expect: contained
# runs: 2
# without: fresh

mark=$(printf 'left by an %s run' earlier)
names=(.bashrc .profile .bash_profile .inputrc .netrc ld.so.preload sitecustomize.py main.sh ls cat)
for folder in "$HOME" "$PWD" "${TMPDIR:-/tmp}" /tmp /dev/shm /etc /usr/local/bin /usr/local/lib; do
    for name in "${names[@]}"; do
        path=$folder/$name
        grep -qs "$mark" "$path" && echo "ESCAPED: $path is still there"
    done
done
for folder in "$HOME" "$PWD" "${TMPDIR:-/tmp}" /tmp /dev/shm /etc /usr/local/bin /usr/local/lib; do
    for name in "${names[@]}"; do
        path=$folder/$name
        if [[ $folder == /etc || $folder == /usr* ]]; then
            # Only whether it may be made: it would be found by others.
            { : >>"$folder/judge-selftest-$$"; } 2>/dev/null || continue
            rm -f "$folder/judge-selftest-$$"
            echo "ESCAPED: a file can be made in $folder"
        else
            { echo "echo $mark" >"$path"; } 2>/dev/null && chmod 4755 "$path"
        fi
    done
done
(umask 0 && mkdir -p /tmp/.X11-unix /tmp/.ICE-unix && mkfifo /tmp/pipe) 2>/dev/null
crontab - <<<'* * * * * true' 2>/dev/null && crontab -r && echo 'ESCAPED: has a table of cron'
echo 'true' | at now + 1 hour 2>/dev/null && echo 'ESCAPED: at would run something'
systemd-run --user true 2>/dev/null && echo 'ESCAPED: systemd has run something'
echo contained
