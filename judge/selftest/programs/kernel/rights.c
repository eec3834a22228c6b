// claim: it asks for capabilities, other users and groups, and names of its own for the host
// layer: user syscalls
// expect: contained
// without: user

#include "attack.h"
#include <grp.h>
#include <linux/capability.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>

static void become(unsigned user)
{
	REFUSED(setuid(user));
	REFUSED(setgid(user));
	REFUSED(setreuid((uid_t)-1, user));
	REFUSED(setregid((gid_t)-1, user));
	REFUSED(setresuid(user, user, user));
	REFUSED(setresgid(user, user, user));
	REFUSED(setgroups(1, &user));
	setfsuid(user);
	if ((unsigned)setfsuid((uid_t)-1) == user)
		escaped("opens files as user %u", user);
	setfsgid(user);
	if ((unsigned)setfsgid((gid_t)-1) == user)
		escaped("opens files as group %u", user);
}

static void raise_all(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct all[2] = { { ~0u, ~0u, ~0u }, { 0x1ff, 0x1ff, 0x1ff } };

	REFUSED(syscall(SYS_capset, &header, all));
	header.version = _LINUX_CAPABILITY_VERSION_1;
	REFUSED(syscall(SYS_capset, &header, all));
	for (int one = 0; one < 41; one++) {
		struct __user_cap_data_struct some[2] = { { 0, 0, 0 }, { 0, 0, 0 } };

		header.version = _LINUX_CAPABILITY_VERSION_3;
		some[one / 32].effective = some[one / 32].permitted = 1u << one % 32;
		if (syscall(SYS_capset, &header, some) == 0)
			escaped("has capability %d", one);
		if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, one, 0, 0) == 0)
			escaped("hands down capability %d", one);
	}
}

static void look(void)
{
	const char *const none[] = { "CapInh:", "CapPrm:", "CapEff:", "CapAmb:" };
	char line[256];
	FILE *status = fopen("/proc/self/status", "r");

	while (status != NULL && fgets(line, sizeof line, status) != NULL) {
		for (int i = 0; i < 4; i++)
			if (strncmp(line, none[i], 7) == 0 && strtoull(line + 7, NULL, 16) != 0)
				escaped("has capabilities: %s", line);
		if (strncmp(line, "NoNewPrivs:", 11) == 0 && atoi(line + 11) != 1)
			escaped("may get new privileges");
		if (strncmp(line, "Seccomp:", 8) == 0 && atoi(line + 8) != 2)
			escaped("has no filter before its calls");
		if (strncmp(line, "Uid:", 4) == 0 && atoi(line + 4) == 0)
			escaped("is root");
	}
}

int main(void)
{
	look();
	raise_all();
	for (unsigned user = 0; user < 3; user++)
		become(user);
	become(1000);
	become(65533);
	REFUSED(sethostname("mine", 4));
	REFUSED(setdomainname("mine", 4));
	REFUSED(syscall(SYS_vhangup));
	look();
	return contained();
}
