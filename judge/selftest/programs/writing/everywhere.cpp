// claim: it makes, changes, renames and removes files in every folder, its own program's too
// layer: files user
// expect: contained
// without: files

#include "attack.h"
#include <filesystem>
#include <string>
#include <sys/time.h>
#include <system_error>

namespace fs = std::filesystem;

static const std::string name = "judge-selftest-" + std::to_string(getpid());

static void make(const fs::path &folder)
{
	const std::string path = (folder / name).string();
	const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600);

	if (fd >= 0) {
		escaped("made a file in %s", folder.c_str());
		close(fd);
		unlink(path.c_str());
	}
	if (mkdir(path.c_str(), 0700) == 0) {
		escaped("made a folder in %s", folder.c_str());
		rmdir(path.c_str());
	}
	if (symlink("/", path.c_str()) == 0) {
		escaped("made a link in %s", folder.c_str());
		unlink(path.c_str());
	}
	if (utimes(folder.c_str(), nullptr) == 0)
		escaped("changed the time of %s", folder.c_str());
	if (open(folder.c_str(), O_TMPFILE | O_RDWR, 0600) >= 0)
		escaped("made a file without a name in %s", folder.c_str());
}

static void walk(const fs::path &top, int depth)
{
	std::error_code error;

	if (top == "/tmp")
		return;
	make(top);
	if (depth == 0 || top == "/proc")
		return;
	for (const auto &entry : fs::directory_iterator(top, error))
		if (entry.is_directory(error) && !entry.is_symlink(error))
			walk(entry.path(), depth - 1);
}

static void own_program()
{
	const char *const ways[] = { "/proc/self/exe", "/box/program", "/box", "/box/attack.h" };
	char self[4096] = "";

	if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
		return;
	for (const char *way : { (const char *)self, ways[0], ways[1], ways[2], ways[3] }) {
		REFUSED(open(way, O_WRONLY | O_APPEND));
		REFUSED(open(way, O_RDWR));
		REFUSED(truncate(way, 1 << 20));
		REFUSED(chmod(way, 0777));
		REFUSED(utimes(way, nullptr));
		REFUSED(rename(way, "/tmp/away"));
		REFUSED(rename("/tmp", way));
	}
	REFUSED(link(self, "/box/second"));
	REFUSED(unlink(self));
	REFUSED(rmdir("/box"));
}

int main()
{
	for (const char *top : { "/", "/box", "/dev", "/etc", "/proc", "/sys", "/var/tmp", "/run", "/home", "/root" })
		walk(top, 3);
	own_program();
	return contained();
}
