# claim: it learns from its mounts, its cgroup and its environment where on the host it lives
# layer: init cgroup
# expect: contained
# without: init

while IFS='=' read -r name value; do
    printf -v "bait_$name" %s "$value"
done

for file in /proc/{self,$$,1,$PPID}/{,task/1/}{mountinfo,mounts,mountstats} /proc/mounts /etc/mtab; do
    while read -r line; do
        case $line in
        *judge-box-* | *"${bait_open_folder:?}"* | */docker/* | */kubepods* | */home/* | *"$bait_home"/*)
            echo "ESCAPED: $file tells: $line"
            ;;
        esac
    done 2>/dev/null <"$file"
done
for file in /proc/{self,1,$PPID}/cgroup; do
    while IFS=: read -r number controllers path; do
        [[ $path == / ]] || echo "ESCAPED: $file tells: $number:$controllers:$path"
    done 2>/dev/null <"$file"
done
# How many folders deep it lies may be told; what they are called may not.
for file in /proc/self/cpuset /proc/1/cpuset; do
    { read -r path <"$file"; } 2>/dev/null && [[ ${path//\/../} == */?* ]] && echo "ESCAPED: $file tells: $path"
done
while IFS= read -r -d '' line; do
    case $line in
    SSH_* | SUDO_* | XDG_* | DBUS_* | USER=* | LOGNAME=* | MAIL=* | TOKEN=* | *"$bait_home"/.cache* | *judge-box-*)
        echo "ESCAPED: the environment tells: $line"
        ;;
    esac
done </proc/self/environ
[[ $(cat /proc/sys/kernel/hostname) == "$(cat /etc/hostname 2>/dev/null)" ]] && echo "ESCAPED: knows the host's name"
echo contained
