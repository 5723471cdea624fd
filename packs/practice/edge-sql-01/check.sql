CREATE TABLE member (id INTEGER);
CREATE TABLE loan (member_id INTEGER);
INSERT INTO member VALUES (1), (2), (3);
INSERT INTO loan VALUES (1), (NULL);
SELECT COUNT(*) FROM member WHERE id NOT IN (SELECT member_id FROM loan);
