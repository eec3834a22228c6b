// claim: C++'s regular expressions, which recurse deeply
// expect: AC
// limits: cpu_time=20
// flags: -O0
// prints: 2024-05-06 20000

#include <iostream>
#include <regex>
#include <string>

int main()
{
    const std::string text = "on 06.05.2024 it rained";
    std::smatch match;
    std::regex_search(text, match, std::regex(R"((\d+)\.(\d+)\.(\d{4}))"));
    std::cout << match[3] << '-' << match[2] << '-' << match[1] << ' ';
    const std::string word(20000, 'a');
    std::regex_match(word, match, std::regex("(a|b)*"));
    std::cout << match.length() << std::endl;
}
