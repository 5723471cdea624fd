const day = new Date(2023, 1, 31);
console.log(day.getMonth(), day.getDate());
