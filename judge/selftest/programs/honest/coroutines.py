# claim: asyncio: tasks, timers, a subprocess, a server on a socket in /tmp, signals
# expect: AC
# limits: cpu_time=20
# prints: 45 timeout child pong signal thread

import asyncio
import os
import signal


async def slow(number):
    await asyncio.sleep(0.01 * (number % 3))
    return number


async def answer(reader, writer):
    assert await reader.readline() == b"ping\n"
    writer.write(b"pong\n")
    await writer.drain()
    writer.close()


async def main():
    words = [str(sum(await asyncio.gather(*map(slow, range(10)))))]
    try:
        await asyncio.wait_for(asyncio.sleep(60), 0.05)
    except asyncio.TimeoutError:
        words.append("timeout")
    child = await asyncio.create_subprocess_exec("echo", "child", stdout=asyncio.subprocess.PIPE)
    words.append((await child.communicate())[0].decode().strip())
    server = await asyncio.start_unix_server(answer, "/tmp/server")
    reader, writer = await asyncio.open_unix_connection("/tmp/server")
    writer.write(b"ping\n")
    words.append((await reader.readline()).decode().strip())
    writer.close()
    server.close()
    heard = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, heard.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    await heard.wait()
    words.append("signal")
    words.append(await asyncio.to_thread(lambda: "thread"))
    print(*words)


asyncio.run(main())
