# Time limit exceeded (wall time): sleeps, uses no CPU time.
import time

time.sleep(3600)
