CREATE TABLE sale (day INTEGER, amount INTEGER);
INSERT INTO sale VALUES (1, 10), (1, 20), (2, 5);
SELECT SUM(amount) OVER (ORDER BY day) AS total FROM sale ORDER BY total;
