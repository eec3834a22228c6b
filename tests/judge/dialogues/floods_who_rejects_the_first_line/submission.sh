# WA output=1000000
yes
