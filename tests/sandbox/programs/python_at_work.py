# expect: exit 0
import asyncio
import ctypes
import mmap
import random
import sqlite3
import subprocess
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor


async def ticks():
    await asyncio.gather(*(asyncio.sleep(0.001) for _ in range(5)))
    child = await asyncio.create_subprocess_exec("/usr/bin/true")
    assert await child.wait() == 0


assert subprocess.run(["/usr/bin/echo", "hi"], capture_output=True, check=True).stdout == b"hi\n"
with ThreadPoolExecutor(4) as pool:
    assert list(pool.map(abs, [-1, -2])) == [1, 2]
asyncio.run(ticks())
with tempfile.NamedTemporaryFile() as file:
    file.write(b"abc")
    file.flush()
    assert mmap.mmap(file.fileno(), 0)[:] == b"abc"
ctypes.CDLL(None).getpid()
random.SystemRandom().random()
sqlite3.connect("/tmp/base").execute("create table t (x)")
threading.stack_size(64 << 20)
worker = threading.Thread(target=print, args=("",))
worker.start()
worker.join()
