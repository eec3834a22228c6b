// claim: workers of node share memory, wait for each other and send messages
// expect: AC
// limits: cpu_time=20 memory=512M
// prints: 20000 ok ok

const { Worker, isMainThread, parentPort, workerData } = require("node:worker_threads");

if (isMainThread) {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const words = [];
  for (let i = 0; i < 2; i++) {
    const worker = new Worker(__filename, { workerData: shared });
    worker.on("message", (word) => words.push(word));
    worker.on("exit", () => {
      if (words.length === 2) console.log(shared[0], ...words), words.push("");
    });
  }
} else {
  for (let i = 0; i < 10000; i++) Atomics.add(workerData, 0, 1);
  Atomics.wait(workerData, 1, 0, 20);
  Atomics.store(workerData, 1, 1);
  Atomics.notify(workerData, 1);
  parentPort.postMessage("ok");
}
