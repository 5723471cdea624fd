CREATE TABLE task (status TEXT);
INSERT INTO task VALUES ('done'), ('open'), (NULL);
SELECT COUNT(*) FROM task WHERE status <> 'done';
