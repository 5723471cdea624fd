async function slow() {
  return Promise.resolve("slow");
}
async function quick() {
  return "quick";
}
slow().then(console.log);
quick().then(console.log);
