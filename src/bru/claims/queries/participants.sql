-- Who takes part in which undertaking
-- Participants by project and role, with their country, and whether the claim that says so is hedged.
SELECT p.name AS project, t.role, t.claim_id, a.name AS actor, t.actor_id, a.country, w.hedged, w.source
FROM project_participants t JOIN projects p USING (project_id) JOIN actors a USING (actor_id)
JOIN claims_wide w USING (claim_id)
ORDER BY p.name, t.role, a.name, w.claim_id
