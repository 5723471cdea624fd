CREATE TABLE @@log@@ (
  old_id INTEGER PRIMARY KEY,
  new_id INTEGER NOT NULL REFERENCES contacts (id)
);
CREATE INDEX @@log@@_new ON @@log@@ (new_id);

INSERT INTO @@log@@ (old_id, new_id)
SELECT id, kept
FROM (
  SELECT id, MIN(id) OVER (PARTITION BY lower(trim(email))) AS kept
  FROM contacts
  WHERE trim(email) <> ''
)
WHERE id <> kept;

UPDATE contacts
SET phone = (
  SELECT other.phone FROM @@log@@ JOIN contacts AS other ON other.id = old_id
  WHERE new_id = contacts.id AND other.phone <> '' ORDER BY old_id LIMIT 1
)
WHERE COALESCE(phone, '') = '' AND id IN (SELECT new_id FROM @@log@@);

UPDATE notes SET contact_id = (SELECT new_id FROM @@log@@ WHERE old_id = contact_id)
WHERE contact_id IN (SELECT old_id FROM @@log@@);

CREATE TABLE joined_memberships AS
SELECT
  COALESCE(new_id, contact_id) AS contact_id, club_group, MIN(joined) AS joined,
  MAX(CASE role WHEN 'owner' THEN 3 WHEN 'editor' THEN 2 ELSE 1 END) AS rank
FROM memberships LEFT JOIN @@log@@ ON old_id = contact_id
GROUP BY 1, 2;

DELETE FROM memberships;
INSERT INTO memberships (contact_id, club_group, role, joined)
SELECT contact_id, club_group, CASE rank WHEN 3 THEN 'owner' WHEN 2 THEN 'editor' ELSE 'member' END, joined
FROM joined_memberships;
DROP TABLE joined_memberships;

UPDATE contacts SET referred_by = (SELECT new_id FROM @@log@@ WHERE old_id = referred_by)
WHERE referred_by IN (SELECT old_id FROM @@log@@);
UPDATE contacts SET referred_by = NULL
WHERE referred_by = id OR id IN (SELECT old_id FROM @@log@@);
CREATE INDEX referrals ON contacts (referred_by); -- what deleting looks up, row by row
CREATE INDEX notes_of ON notes (contact_id);
DELETE FROM contacts WHERE id IN (SELECT old_id FROM @@log@@);
DROP INDEX referrals;
DROP INDEX notes_of;

UPDATE contacts SET email = NULLIF(lower(trim(email)), '') WHERE email IS NOT NULL;
CREATE UNIQUE INDEX @@index@@ ON contacts (lower(trim(email))) WHERE trim(email) <> '';
