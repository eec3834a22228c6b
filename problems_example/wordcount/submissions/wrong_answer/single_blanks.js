// Wrong answer: two blanks in a row make an empty word.
const words = require("fs").readFileSync(0, "utf8").split(/[ \n]/);
const counts = new Map();
for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
const lines = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
console.log([words.length, ...lines.map(([word, number]) => `${number} ${word}`)].join("\n"));
