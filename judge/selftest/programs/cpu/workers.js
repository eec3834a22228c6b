// claim: workers of node compute while the main thread waits
// layer: cpu_time
// expect: TLE
// cause: cpu-time
// limits: cpu_time=0.6 memory=512M
// without: cpu_time

const { Worker } = require("node:worker_threads");

const code = "while (process.cpuUsage().user < 3e6) Math.sqrt(Date.now());";
for (let i = 0; i < 2; i++) new Worker(code, { eval: true });
process.on("exit", () => console.log("ESCAPED: used 3 s of CPU time under a limit of 0.6 s"));
