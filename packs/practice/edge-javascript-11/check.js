let count = 0;
[1, , 3].forEach(() => count++);
console.log(count, [...[1, , 3]].length);
