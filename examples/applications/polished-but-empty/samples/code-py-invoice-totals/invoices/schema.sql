CREATE TABLE customer (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    country TEXT NOT NULL
);
CREATE TABLE invoice (
    id INTEGER PRIMARY KEY,
    customer INTEGER NOT NULL REFERENCES customer (id),
    day TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'sent', 'paid', 'cancelled'))
);
CREATE TABLE line (
    invoice INTEGER NOT NULL REFERENCES invoice (id),
    text TEXT NOT NULL,
    cents INTEGER NOT NULL,
    tax INTEGER NOT NULL
);
