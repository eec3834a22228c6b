# claim: Python multiprocessing by its other ways of starting: a server of forks, a manager
# expect: AC
# limits: cpu_time=20 memory=512M
# prints: [0, 1, 4, 9] {'key': 'value'} [1, 2]

import concurrent.futures
import multiprocessing


def square(number):
    return number * number


def fill(words, numbers):
    words["key"] = "value"
    numbers.append(2)


if __name__ == "__main__":
    context = multiprocessing.get_context("forkserver")
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
        squares = list(pool.map(square, range(4)))
    spawn = multiprocessing.get_context("spawn")
    with spawn.Manager() as manager:
        words, numbers = manager.dict(), manager.list([1])
        worker = spawn.Process(target=fill, args=(words, numbers))
        worker.start()
        worker.join()
        print(squares, dict(words), list(numbers))
