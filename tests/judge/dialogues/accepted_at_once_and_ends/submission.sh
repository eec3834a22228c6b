# AC
exit 0
