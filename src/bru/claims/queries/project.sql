-- Everything about an undertaking
-- Claims about a project and its parts.
-- :project = western-sanctions
WITH RECURSIVE body (project_id) AS (
  VALUES (:project) UNION SELECT p.project_id FROM projects p JOIN body b ON p.part_of = b.project_id)
SELECT DISTINCT w.source, w.kind, coalesce(w.speaker, 'the document') AS said_by, w.time_period, w.statement, w.claim_id
FROM claims_wide w JOIN claim_projects t USING (claim_id)
WHERE t.project_id IN body
ORDER BY w.source, w.claim_id
