// claim: it makes the compiler and the assembler print escape sequences and reversed text
// layer: report
// expect: CE
// unproved: what is shown of it is seen by the host side alone

#line 1 "\033[2J\033]0;title\a.c"
#pragma message "\033[31m\302\233" "2J\342\200\256txet"
_Pragma("GCC warning \"\033[1A\033[2K\"")
/* ‮ reversed ‬ */ const int *é = "‮txet‬";
__asm__(".print \"\033]0;title\033\\\\\"");
__asm__(".error \"\033[2K\015AC\007\"");
