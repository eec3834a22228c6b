# WA
exit 1
