CREATE TABLE score (team TEXT, points INTEGER);
INSERT INTO score VALUES ('red', 3);
SELECT
  (SELECT COUNT(*) FROM (SELECT MAX(points) FROM score WHERE points > 9) AS a),
  (SELECT COUNT(*) FROM (SELECT MAX(points) FROM score WHERE points > 9 GROUP BY team) AS b);
