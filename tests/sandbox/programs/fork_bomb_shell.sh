# expect: exit 0
# limits: processes=16
# refuses: processes
# prints: 
for n in $(seq 40); do sleep 5 & done 2>/dev/null
exit 0
