-- Everything about a branch of the economy
-- Claims of the branch, and those about its projects.
-- :sector = microelectronics
SELECT DISTINCT w.source, coalesce(w.speaker, 'the document') AS said_by, w.time_period, w.statement, w.claim_id
FROM claims_wide w
LEFT JOIN claim_projects t ON t.claim_id = w.claim_id LEFT JOIN projects p ON p.project_id = t.project_id
WHERE :sector IN (w.sector, p.sector)
ORDER BY w.source, w.claim_id
