CREATE TABLE contacts (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT,
  phone TEXT,
  referred_by INTEGER REFERENCES contacts (id)
);

-- Adresses are unique. (They are not, as it turned out: capital letters.)
CREATE INDEX contacts_address ON contacts (email) WHERE email <> '';

CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contacts (id),
  body TEXT NOT NULL
);
