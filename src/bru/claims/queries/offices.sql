-- Who holds which office
-- Offices as stated, with the body and the document.
SELECT a.name, p.title, o.name AS organisation, w.source
FROM positions p JOIN actors a USING (actor_id) JOIN claims_wide w USING (claim_id)
LEFT JOIN actors o ON o.actor_id = p.organisation
ORDER BY a.name, w.source, p.title
