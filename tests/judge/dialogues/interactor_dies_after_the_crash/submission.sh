# JE
exit 1
