# JE validation_output=1048576
sleep 1000
