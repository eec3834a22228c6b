# JE output=1000000 validation_time=0.1
yes
