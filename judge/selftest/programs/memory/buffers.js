// claim: node keeps data outside of its heap, which its own limit does not count
// layer: memory
// expect: MLE
// cause: memory
// limits: memory=96M
// without: memory

const kept = [];
for (let i = 0; i < 40; i++) kept.push(Buffer.alloc(8 << 20, i + 1));
console.log(`ESCAPED: has ${kept.length * 8} MiB in buffers under a limit of 96 MiB`);
