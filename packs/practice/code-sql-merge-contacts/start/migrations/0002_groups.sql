CREATE TABLE memberships (
  contact_id INTEGER NOT NULL REFERENCES contacts (id),
  club_group TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('member', 'editor', 'owner')),
  joined TEXT NOT NULL,
  PRIMARY KEY (contact_id, club_group)
);
