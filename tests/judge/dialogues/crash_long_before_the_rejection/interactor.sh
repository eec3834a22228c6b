sleep 1
exit 43
