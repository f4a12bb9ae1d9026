-- Who wants or argues what
-- Wishes, demands, aims and arguments, with whom they are about.
SELECT coalesce(speaker, 'the document') AS told_by, actors, statement, source
FROM claims_wide
WHERE kind = 'position'
ORDER BY source, claim_id
