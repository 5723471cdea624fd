CREATE TABLE purchase (id INTEGER, shipping INTEGER);
CREATE TABLE item (purchase_id INTEGER, name TEXT);
INSERT INTO purchase VALUES (1, 10), (2, 4);
INSERT INTO item VALUES (1, 'cup'), (1, 'pot'), (1, 'lid'), (2, 'pan');
SELECT SUM(shipping) FROM purchase JOIN item ON item.purchase_id = purchase.id;
