const scores = { b: 1, 10: 1, a: 1, 2: 1 };
console.log(Object.keys(scores).join(" "));
