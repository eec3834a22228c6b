// claim: it changes what the kernel does, through /proc/sys and its like
// layer: user files
// expect: contained
// without: user

#include "attack.h"
#include <dirent.h>

/* Opened, but nothing written: that would be felt by all. */
static const char *const closed[] = {
	"/proc/sysrq-trigger", "/proc/kcore", "/proc/mtrr", "/proc/acpi/wakeup", "/proc/scsi/scsi",
	"/proc/irq/default_smp_affinity", "/proc/irq/0/smp_affinity", "/proc/pressure/cpu", "/proc/pressure/memory",
	"/proc/1/oom_score_adj", "/proc/1/oom_adj", "/proc/1/mem", "/proc/1/comm", "/proc/1/clear_refs",
	"/proc/1/uid_map", "/proc/1/setgroups", "/proc/1/coredump_filter",
	"/sys/power/state", "/sys/kernel/uevent_helper", "/sys/fs/cgroup/cgroup.procs", "/sys/kernel/mm/ksm/run",
};

/* Everybody may open these, but not write to them. */
static const struct {
	const char *path, *text;
} open_to_all[] = {
	{ "/proc/self/uid_map", "0 0 1" },
	{ "/proc/self/gid_map", "0 0 1" },
	{ "/proc/self/setgroups", "allow" },
	{ "/proc/1/attr/exec", "unconfined" },
	{ "/proc/1/timerslack_ns", "50001" },
	{ "/proc/sys/kernel/ns_last_pid", "1000" },
};

/* What is there is written again, which changes nothing. */
static void write_again(const char *path)
{
	char data[4096];
	int fd = open(path, O_RDWR | O_NONBLOCK);
	ssize_t got = fd < 0 ? -1 : read(fd, data, sizeof data);

	if (got > 0 && pwrite(fd, data, (size_t)got, 0) > 0)
		escaped("wrote to %s", path);
	close(fd);
}

static void walk(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		char inner[4096];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
		if (entry->d_type == DT_DIR)
			walk(inner);
		else
			write_again(inner);
	}
	if (folder != NULL)
		closedir(folder);
}

static void less_likely_killed(void)
{
	int fd = open("/proc/self/oom_score_adj", O_RDWR);
	char text[16] = "";

	read(fd, text, sizeof text - 1);
	if (pwrite(fd, "-1000", 5, 0) == 5)
		escaped("can't be killed for memory any more");
	if (atoi(text) > -999 && dprintf(fd, "%d", atoi(text) - 1) > 0)
		escaped("is less likely killed for memory than others");
	close(fd);
}

int main(void)
{
	walk("/proc/sys");
	for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
		if (open(closed[i], O_WRONLY | O_NONBLOCK) >= 0)
			escaped("%s may be written", closed[i]);
	for (size_t i = 0; i < sizeof open_to_all / sizeof *open_to_all; i++) {
		int fd = open(open_to_all[i].path, O_WRONLY);

		if (write(fd, open_to_all[i].text, strlen(open_to_all[i].text)) > 0)
			escaped("wrote to %s", open_to_all[i].path);
		close(fd);
	}
	less_likely_killed();
	return contained();
}
