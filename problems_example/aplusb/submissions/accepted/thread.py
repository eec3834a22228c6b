# Accepted: a second thread does the sum.
import threading

a, b = map(int, input().split())
worker = threading.Thread(target=lambda: print(a + b))
worker.start()
worker.join()
