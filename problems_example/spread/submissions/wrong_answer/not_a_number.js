// Wrong answer: prints NaN, which is near to no number.
console.log(0 / 0);
