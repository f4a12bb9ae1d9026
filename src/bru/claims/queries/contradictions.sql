-- Who contradicts or disputes whom
-- Pairs of claims that cannot both be true, or of which one argues against the other.
SELECT l.relation, a.statement, a.claim_id, coalesce(a.speaker, 'the document') || ', ' || a.source AS said_by,
       b.statement AS other, b.claim_id AS other_claim_id,
       coalesce(b.speaker, 'the document') || ', ' || b.source AS other_said_by, l.note
FROM claim_links l JOIN claims_wide a USING (claim_id) JOIN claims_wide b ON b.claim_id = l.other_claim_id
WHERE l.relation IN ('contradicts', 'disputes')
ORDER BY l.relation, a.claim_id, b.claim_id
