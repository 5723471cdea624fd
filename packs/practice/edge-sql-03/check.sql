CREATE TABLE author (id INTEGER, name TEXT);
CREATE TABLE book (author_id INTEGER, year INTEGER);
INSERT INTO author VALUES (1, 'Ada'), (2, 'Ben'), (3, 'Cyd');
INSERT INTO book VALUES (1, 2024), (2, 2019);
SELECT COUNT(*) FROM author LEFT JOIN book ON book.author_id = author.id WHERE book.year = 2024;
