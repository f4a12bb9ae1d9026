-- What is expected or planned
-- Forecasts and commitments, with who says them and whether they are told as uncertain.
SELECT kind, time_period, coalesce(speaker, 'the document') AS said_by, hedged, statement, claim_id, source
FROM claims_wide
WHERE kind IN ('forecast', 'commitment')
ORDER BY kind, source, claim_id
