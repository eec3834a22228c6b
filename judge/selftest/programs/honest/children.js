// claim: node starts processes, writes and watches files in /tmp, and compresses
// expect: AC
// limits: cpu_time=20 memory=512M
// prints: hello 3 forked 12 300000 true

const { execFileSync, spawnSync, fork } = require("node:child_process");
const crypto = require("node:crypto");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const zlib = require("node:zlib");

async function main() {
  const hello = execFileSync("cat", { input: "hello" }).toString();
  const { status } = spawnSync("sh", ["-c", "exit 3"]);
  const child = fork(__filename, ["child"]);
  const word = await new Promise((resolve) => child.once("message", resolve));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "own-"));
  const file = path.join(folder, "file");
  fs.writeFileSync(file, "twelve bytes");
  await fs.promises.rename(file, `${file}2`);
  const { size } = await fs.promises.stat(`${file}2`);
  fs.rmSync(folder, { recursive: true });
  const data = Buffer.alloc(300000, "node");
  const again = zlib.gunzipSync(zlib.gzipSync(data));
  const random = !crypto.randomBytes(16).equals(crypto.randomBytes(16));
  console.log(hello, status, word, size, again.length, random);
}

if (process.argv[2] === "child") {
  process.send("forked", () => process.disconnect());
} else {
  main();
}
