// claim: a program and a worker of its watch folders for changes, each with watches of its own
// expect: AC
// prints: main noticed, worker noticed

const fs = require("fs");
const { Worker, isMainThread, parentPort } = require("worker_threads");

function notice(folder, then) {
  fs.mkdirSync(folder);
  for (let i = 0; i < 100; i++) fs.mkdirSync(`${folder}/${i}`);
  const watchers = fs.readdirSync(folder).map((name) => fs.watch(`${folder}/${name}`, done));
  function done() {
    watchers.splice(0).forEach((watcher) => watcher.close());
    then();
    then = () => {};
  }
  fs.writeFileSync(`${folder}/99/new`, "");
}

if (isMainThread) {
  notice("/tmp/main", () => {
    const worker = new Worker(__filename);
    worker.on("message", (told) => console.log(`main noticed, ${told}`));
  });
} else {
  notice("/tmp/worker", () => parentPort.postMessage("worker noticed"));
}
