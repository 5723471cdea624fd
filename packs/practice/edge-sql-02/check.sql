CREATE TABLE payment (amount INTEGER);
INSERT INTO payment VALUES (NULL), (NULL);
SELECT COUNT(*), COUNT(amount), SUM(amount) FROM payment;
