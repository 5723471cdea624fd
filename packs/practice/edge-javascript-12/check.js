function plain(a) {
  arguments[0] = 2;
  return a;
}
function withDefault(a, b = 1) {
  arguments[0] = 2;
  return a;
}
console.log(plain(1), withDefault(1));
