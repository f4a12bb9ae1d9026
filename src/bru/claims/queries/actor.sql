-- An actor and all that belongs to it
-- Claims about somebody or by them, and about or by those who are part of them.
-- :actor = government-of-belarus
WITH RECURSIVE body (actor_id) AS (
  VALUES (:actor) UNION SELECT a.actor_id FROM actors a JOIN body b ON a.part_of = b.actor_id)
SELECT DISTINCT w.source, coalesce(w.speaker, 'the document') AS said_by, w.time_period, w.statement, w.claim_id
FROM claims_wide w LEFT JOIN claim_actors t USING (claim_id)
WHERE t.actor_id IN body OR w.asserted_by IN body
ORDER BY w.source, w.claim_id
