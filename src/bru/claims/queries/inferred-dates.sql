-- Dates that were worked out
-- Claims whose year the text does not state, and what it was worked out from.
SELECT time_period, statement, claim_id, note, source
FROM claims_wide
WHERE time_inferred = 'true'
ORDER BY source, start, claim_id
