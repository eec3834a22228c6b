// claim: node compiles hot loops, functions made at run time, and WebAssembly
// expect: AC
// limits: cpu_time=20 memory=512M
// prints: 148933 2000 1000000 5

function primes(most) {
  const composite = new Uint8Array(most);
  let found = 0;
  for (let i = 2; i < most; i++) {
    if (composite[i]) continue;
    found++;
    for (let j = i * 2; j < most; j += i) composite[j] = 1;
  }
  return found;
}

let made = 0;
for (let i = 0; i < 2000; i++) {
  const add = new Function("a", "b", `return a + b + ${i};`);
  for (let j = 0; j < 50; j++) if (add(j, 1) !== j + 1 + i) throw new Error("wrong");
  made++;
}
const objects = new Map();
for (let i = 0; i < 1e6; i++) objects.set(i % 1000, (objects.get(i % 1000) ?? 0) + 1);
const counted = [...objects.values()].reduce((a, b) => a + b);
// (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add)
const bytes = Uint8Array.from(
  "0061736d0100000001070160027f7f017f030201000707010361646400000a09010700200020016a0b".match(/../g),
  (two) => parseInt(two, 16),
);
const { add } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
console.log(primes(2e6), made, counted, add(2, 3));
