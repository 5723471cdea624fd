let x = "outer";
function read(get = () => x) {
  let x = "inner";
  return get();
}
console.log(read());
