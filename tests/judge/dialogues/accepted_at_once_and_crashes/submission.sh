# RTE
exit 3
