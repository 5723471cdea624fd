CREATE TABLE stock (
  product_id INTEGER PRIMARY KEY REFERENCES products (id),
  quantity INTEGER NOT NULL DEFAULT 0 CHECK (quantity >= 0),
  updated_at TEXT NOT NULL
);
