console.log(JSON.stringify({ a: undefined, b: [undefined], c: NaN }));
