CREATE TABLE visit (city TEXT);
INSERT INTO visit VALUES ('Oslo'), ('Oslo'), ('Rome');
SELECT COUNT(*) FROM (SELECT DISTINCT city, ROW_NUMBER() OVER (ORDER BY city) AS n FROM visit) AS numbered;
