// claim: node prints more than it may, and listens to no error
// layer: output
// expect: OLE
// limits: output=64K cpu_time=2 memory=512M
// without: output

process.stdout.on("error", () => {});
process.on("uncaughtException", () => {});
for (let i = 0; i < 400; i++) console.log("x".repeat(1000));
