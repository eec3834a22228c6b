# JE validation_time=0.1
exit 1
