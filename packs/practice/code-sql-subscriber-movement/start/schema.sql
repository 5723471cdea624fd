CREATE TABLE plans (
  name TEXT PRIMARY KEY
);

CREATE TABLE readers (
  id INTEGER PRIMARY KEY,
  is_test INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE subscriptions (
  id INTEGER PRIMARY KEY,
  reader INTEGER NOT NULL REFERENCES readers (id),
  plan TEXT NOT NULL REFERENCES plans (name),
  started TEXT NOT NULL,
  ended TEXT
);
