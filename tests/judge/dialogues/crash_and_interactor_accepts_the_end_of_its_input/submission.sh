# RTE
exit 1
