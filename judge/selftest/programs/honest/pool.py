# claim: Python multiprocessing: a pool, a queue, a lock, shared memory
# expect: AC
# limits: cpu_time=20 memory=512M
# prints: 285 [1, 2, 3] 400 hello

import multiprocessing
from multiprocessing import shared_memory


def square(number):
    return number * number


def work(queue, lock, counter, name):
    for _ in range(100):
        with lock:
            counter.value += 1
    memory = shared_memory.SharedMemory(name=name)
    memory.buf[:5] = b"hello"
    memory.close()
    queue.put(1)


if __name__ == "__main__":
    with multiprocessing.Pool(4) as pool:
        total = sum(pool.map(square, range(10)))
    queue, lock = multiprocessing.Queue(), multiprocessing.Lock()
    counter = multiprocessing.Value("i", 0, lock=False)
    memory = shared_memory.SharedMemory(create=True, size=4096)
    arguments = (queue, lock, counter, memory.name)
    workers = [multiprocessing.Process(target=work, args=arguments) for _ in range(4)]
    for worker in workers:
        worker.start()
    got = sum(queue.get() for _ in workers)
    for worker in workers:
        worker.join()
    assert got == 4
    text = bytes(memory.buf[:5]).decode()
    memory.close()
    memory.unlink()
    parent, child = multiprocessing.Pipe()
    child.send([1, 2, 3])
    print(total, parent.recv(), counter.value, text)
