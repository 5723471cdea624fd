SELECT id, reader, plan, started, COALESCE(ended, '9999') AS ended
FROM subscriptions
WHERE ended IS NULL OR ended > started;
