-- What later documents say of earlier matters
-- Claims that tell of the same matter at a later time or with later knowledge.
SELECT b.source AS first, b.statement AS at_first, b.claim_id AS first_claim_id, a.source AS later,
       a.statement AS afterwards, a.claim_id AS later_claim_id, l.note
FROM claim_links l JOIN claims_wide a USING (claim_id) JOIN claims_wide b ON b.claim_id = l.other_claim_id
WHERE l.relation = 'updates'
ORDER BY b.published, a.published, a.claim_id
