// Crashes: there is no such function.
const [a, b] = readLine().split(" ").map(BigInt);
console.log(String(a + b));
