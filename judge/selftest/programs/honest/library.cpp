// claim: C++'s library: exceptions, streams, files and folders
// expect: AC
// limits: cpu_time=20
// prints: out of range, 3.50, 2 files, moved

#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace fs = std::filesystem;

int main()
{
    std::ios::sync_with_stdio(false);
    std::cin.tie(nullptr);
    try {
        std::vector<int>(3).at(7);
    } catch (const std::out_of_range &) {
        std::cout << "out of range, ";
    }
    std::ostringstream number;
    number << std::fixed << std::setprecision(2) << 3.5;
    const fs::path folder = fs::temp_directory_path() / "own" / "inner";
    fs::create_directories(folder);
    std::ofstream(folder / "one") << "text";
    fs::copy_file(folder / "one", folder / "two");
    const auto files = std::distance(fs::directory_iterator(folder), fs::directory_iterator());
    fs::rename(folder / "two", folder / "three");
    const bool moved = fs::exists(folder / "three") && fs::file_size(folder / "three") == 4;
    fs::remove_all(folder);
    std::cout << number.str() << ", " << files << " files, " << (moved ? "moved" : "lost") << std::endl;
}
