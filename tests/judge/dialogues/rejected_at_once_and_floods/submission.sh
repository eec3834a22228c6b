# WA
yes
