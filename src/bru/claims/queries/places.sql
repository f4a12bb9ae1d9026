-- Where it happened
-- Places, with what happened or holds there.
SELECT a.name AS place, w.event_type, w.time_period, w.statement, w.claim_id, w.source
FROM claim_actors t JOIN actors a USING (actor_id) JOIN claims_wide w USING (claim_id)
WHERE t.role = 'place'
ORDER BY a.name, w.start IS NULL, w.start, w.claim_id
