try {
  console.log(typeof later);
  let later = 1;
} catch (error) {
  console.log(error.name);
}
