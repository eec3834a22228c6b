# JE
exit 0
