WITH
days AS (
  SELECT
    :month || '-01' AS first,
    date(:month || '-01', '-1 day') AS before,
    date(:month || '-01', '+1 month', '-1 day') AS last
),
valid AS (
  SELECT subscriptions.id, reader, plan, started, COALESCE(ended, '9999') AS ended
  FROM subscriptions
  JOIN readers ON readers.id = reader AND NOT is_test
  WHERE ended IS NULL OR ended > started
),
at_last AS (
  SELECT DISTINCT reader, plan FROM valid, days WHERE started <= last AND ended > last
),
at_before AS (
  SELECT reader, plan, ROW_NUMBER() OVER (PARTITION BY reader ORDER BY started DESC, valid.id DESC) AS place
  FROM valid, days
  WHERE started <= before AND ended > before
),
begun AS (
  SELECT
    reader, plan, started,
    ROW_NUMBER() OVER (PARTITION BY reader ORDER BY started, valid.id) AS place,
    SUM(started < first) OVER (PARTITION BY reader) AS earlier,
    ROW_NUMBER() OVER (PARTITION BY reader, started >= first ORDER BY started, valid.id) AS place_in_month
  FROM valid, days
  WHERE started <= last
),
movements AS (
  SELECT plan, 1 AS new, 0 AS gone, 0 AS back
  FROM begun, days
  WHERE place = 1 AND started >= first
  UNION ALL
  SELECT plan, 0, 1, 0
  FROM at_before
  WHERE place = 1 AND reader NOT IN (SELECT reader FROM at_last)
  UNION ALL
  SELECT plan, 0, 0, 1
  FROM begun, days
  WHERE started >= first AND place_in_month = 1 AND earlier > 0
    AND reader NOT IN (SELECT reader FROM at_before)
),
moved AS (
  SELECT plan, SUM(new) AS new, SUM(gone) AS gone, SUM(back) AS back FROM movements GROUP BY plan
),
held AS (
  SELECT plan, COUNT(*) AS active FROM at_last GROUP BY plan
)
SELECT
  plans.name AS plan,
  COALESCE(new, 0) AS new,
  COALESCE(gone, 0) AS "left",
  COALESCE(back, 0) AS @@column@@,
  COALESCE(active, 0) AS active
FROM plans
LEFT JOIN moved ON moved.plan = plans.name
LEFT JOIN held ON held.plan = plans.name
ORDER BY plans.name;
