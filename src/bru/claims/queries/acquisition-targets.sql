-- Targets of acquisition
-- Whom an undertaking is directed at and who is behind it, with the claim that says so.
-- :project = russian-acquisition-of-belarusian-assets
SELECT t.role, a.name AS actor, CASE WHEN c.hedged THEN 'true' ELSE 'false' END AS hedged, c.statement, c.claim_id
FROM project_participants t JOIN actors a USING (actor_id) JOIN claims c USING (claim_id)
WHERE t.project_id = :project
ORDER BY t.role, a.name
