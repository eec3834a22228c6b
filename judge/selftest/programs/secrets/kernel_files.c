// claim: it looks for what the kernel tells of the host: its memory, symbols, messages, devices
// layer: init files pids
// expect: contained
// without: init

#include "attack.h"
#include <dirent.h>
#include <sys/klog.h>

static const char *const silent[] = {
	"/proc/kcore", "/proc/kallsyms", "/proc/kmsg", "/proc/kpagecount", "/proc/kpageflags",
	"/proc/vmallocinfo", "/proc/slabinfo", "/proc/keys",
	"/proc/key-users", "/proc/timer_list", "/proc/sched_debug", "/proc/modules", "/proc/cmdline",
	"/proc/config.gz", "/proc/diskstats", "/proc/partitions", "/proc/interrupts",
	"/proc/locks", "/proc/swaps", "/proc/mtrr", "/proc/pagetypeinfo", "/proc/1/stack", "/proc/self/stack",
	"/dev/kmsg", "/dev/mem", "/dev/port", "/boot/System.map", "/sys/kernel/notes",
};

static const char *const empty[] = {
	"/sys", "/sys/kernel/debug", "/proc/acpi", "/proc/asound", "/proc/bus", "/proc/fs",
	"/proc/irq", "/proc/scsi", "/sys/fs/cgroup", "/sys/fs/bpf",
};

static void page_frames(void)
{
	uint64_t entry = 0;
	int fd = open("/proc/self/pagemap", O_RDONLY);

	if (pread(fd, &entry, 8, (off_t)((uintptr_t)&entry / 4096 * 8)) == 8 && (entry & ((1ULL << 55) - 1)) != 0)
		escaped("knows where its memory really lies");
}

int main(void)
{
	char data[4096];

	for (size_t i = 0; i < sizeof silent / sizeof *silent; i++) {
		int fd = open(silent[i], O_RDONLY | O_NONBLOCK);

		if (fd >= 0 && read(fd, data, sizeof data) > 0)
			escaped("%s tells something", silent[i]);
		close(fd);
	}
	for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
		DIR *folder = opendir(empty[i]);
		struct dirent *entry;

		while (folder != NULL && (entry = readdir(folder)) != NULL)
			if (entry->d_name[0] != '.') {
				escaped("%s has %s", empty[i], entry->d_name);
				break;
			}
	}
	/* Opened, but nothing written: that would be felt. */
	REFUSED(open("/proc/sysrq-trigger", O_WRONLY));
	REFUSED(klogctl(3, data, sizeof data));
	REFUSED(klogctl(10, NULL, 0));
	page_frames();
	return contained();
}
