CREATE TABLE @@table@@ (
  product_id INTEGER NOT NULL REFERENCES products (id),
  place TEXT NOT NULL CHECK (place <> ''),
  quantity INTEGER NOT NULL CHECK (quantity >= 0),
  updated_at TEXT NOT NULL,
  PRIMARY KEY (product_id, place)
);

INSERT INTO @@table@@ (product_id, place, quantity, updated_at)
SELECT product_id, '@@place@@', quantity, updated_at FROM stock;

-- Not renamed: SQLite would make the view "available" follow the old table.
DROP TABLE stock;

CREATE VIEW stock (product_id, quantity, updated_at) AS
SELECT product_id, SUM(quantity), MAX(updated_at) FROM @@table@@ GROUP BY product_id;

CREATE TRIGGER stock_insert INSTEAD OF INSERT ON stock
BEGIN
  SELECT RAISE(ABORT, 'the product has stock already')
  WHERE EXISTS (SELECT 1 FROM @@table@@ WHERE product_id = NEW.product_id);
  INSERT INTO @@table@@ (product_id, place, quantity, updated_at)
  VALUES (NEW.product_id, '@@place@@', NEW.quantity, NEW.updated_at);
END;

CREATE TRIGGER stock_update INSTEAD OF UPDATE ON stock
BEGIN
  INSERT OR IGNORE INTO @@table@@ (product_id, place, quantity, updated_at)
  VALUES (OLD.product_id, '@@place@@', 0, NEW.updated_at);
  UPDATE @@table@@
  SET quantity = quantity + NEW.quantity - OLD.quantity, updated_at = NEW.updated_at
  WHERE product_id = OLD.product_id AND place = '@@place@@';
END;

CREATE TRIGGER stock_delete INSTEAD OF DELETE ON stock
BEGIN
  DELETE FROM @@table@@ WHERE product_id = OLD.product_id;
END;
