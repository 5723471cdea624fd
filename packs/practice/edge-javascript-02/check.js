console.log(["1", "7", "11"].map(parseInt).join(" "));
