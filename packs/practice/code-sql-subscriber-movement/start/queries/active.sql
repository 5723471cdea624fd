SELECT COUNT(DISTINCT reader)
FROM subscriptions
JOIN readers ON readers.id = reader AND NOT is_test
WHERE started <= :day AND (ended IS NULL OR ended > :day);
