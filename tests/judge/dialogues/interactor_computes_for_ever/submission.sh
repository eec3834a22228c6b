# JE validation_time=0.1
read x
