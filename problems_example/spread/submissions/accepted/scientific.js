// Accepted: scientific notation and eight digits are within the tolerance.
const [n, ...numbers] = require("fs").readFileSync(0, "utf8").trim().split("\n").map(Number);
const x = Float64Array.from(numbers).sort();
let sum = 0;
x.forEach((value, i) => (sum += value * (2 * i - n + 1)));
console.log((sum / ((n * (n - 1)) / 2)).toExponential(7));
