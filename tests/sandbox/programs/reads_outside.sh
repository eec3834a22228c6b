# expect: exit 0
for path in /home /root /var /etc/passwd /etc/shadow /etc/hosts /run /sys /boot /mnt /srv /opt /work; do
    [ ! -e "$path" ] || { echo "$path is seen"; exit 1; }
done
for path in /proc/kcore /proc/kmsg /dev/mem /dev/kmsg /dev/sda /dev/fuse /dev/kvm /dev/tty /dev/ptmx; do
    ! head -c 1 "$path" 2>/dev/null || { echo "$path is read"; exit 1; }
done
