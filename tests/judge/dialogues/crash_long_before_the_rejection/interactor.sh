sleep 0.3
exit 43
