CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES products (id),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  state TEXT NOT NULL CHECK (state IN ('open', 'sent', 'cancelled'))
);

CREATE VIEW available AS
SELECT stock.product_id, stock.quantity - COALESCE(SUM(orders.quantity), 0) AS quantity
FROM stock
LEFT JOIN orders ON orders.product_id = stock.product_id AND orders.state = 'open'
GROUP BY stock.product_id;
