CREATE TABLE stock (
  product_id INTEGER PRIMARY KEY REFERENCES products (id),
  quantity INTEGER NOT NULL CHECK (quantity >= 0),
  updated_at TEXT NOT NULL
);
