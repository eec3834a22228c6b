# claim: Python's parts that are written in C: hashes, compression, a database, calls of libc
# expect: AC
# limits: cpu_time=20
# prints: 9b71d224 100000 3 5 1.4142135623730951

import ctypes
import hashlib
import lzma
import math
import mmap
import sqlite3
import tempfile
import zlib

digest = hashlib.sha512(b"hello").hexdigest()[:8]
data = lzma.decompress(lzma.compress(zlib.decompress(zlib.compress(b"x" * 100_000))))
with tempfile.NamedTemporaryFile() as file:
    base = sqlite3.connect(file.name)
    base.execute("create table one (number)")
    base.executemany("insert into one values (?)", [(1,), (2,)])
    base.commit()
    (total,) = base.execute("select sum(number) from one").fetchone()
    base.close()
with tempfile.TemporaryFile() as file:
    file.write(b"hello")
    file.flush()
    with mmap.mmap(file.fileno(), 0) as memory:
        length = ctypes.CDLL(None).strlen(memory[:])
print(digest, len(data), total, length, math.sqrt(2))
