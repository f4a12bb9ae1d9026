-- What is told as uncertain (hedged)
-- Claims that their passage hedges, with their speaker.
SELECT kind, coalesce(speaker, 'the document') AS said_by, statement, claim_id, source
FROM claims_wide
WHERE hedged = 'true'
ORDER BY source, claim_id
