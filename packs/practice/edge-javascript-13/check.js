class Base {
  constructor() {
    this.setUp();
  }
  setUp() {}
}
class Child extends Base {
  ready;
  setUp() {
    this.ready = true;
  }
}
console.log(new Child().ready);
