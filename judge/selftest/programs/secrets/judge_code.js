// claim: it reads the judge's own code, and the answers that lie beside the tests
// layer: files
// expect: contained
// limits: memory=512M
// without: files

const fs = require("node:fs");
const path = require("node:path");

const lines = fs.readFileSync(0, "utf8").matchAll(/^(\w+)=(.*)$/gm);
const bait = Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
const project = path.dirname(bait.judge_code);
const tests = path.dirname(path.dirname(bait.input_file ?? bait.open_file));

function look(place) {
    try {
        const names = fs.readdirSync(place);
        if (names.length > 0) console.log(`ESCAPED: ${place} has ${names.join(" ")}`.slice(0, 300));
    } catch {}
    try {
        console.log(`ESCAPED: read ${place}: ${fs.readFileSync(place, "utf8").slice(0, 300)}`);
    } catch {}
}

for (const name of ["", "decide.py", "selftest/bait.py", "../sandbox", "../sandbox/box.c", "../.git"])
    look(path.join(bait.judge_code, name));
for (const name of ["", "secret", "open", "data/secret", "1.ans", "1.out", "1.in", "box", "box-sources", ".."])
    look(path.join(tests, name));
for (const name of [".cache/judge", ".config/judge", ".ssh", ".gitconfig", ".npmrc", ".netrc"])
    look(path.join(bait.home, name));
for (const place of [project, "/box/..", "/box/../data", "/data", "/problem", "/answers"])
    if (path.resolve(place) !== "/") look(place);
for (const root of ["/proc/1/root", "/proc/1/cwd", `/proc/${bait.pid}/root`, `/proc/${bait.judge_pid}/cwd`])
    look(root + path.join(bait.judge_code, "decide.py"));
console.log("contained");
