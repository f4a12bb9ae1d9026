-- Agreements on a timeline
-- Treaties, agreements, contracts, loans and what was signed; where no date is stated, that of the document tells by when.
SELECT coalesce(min(c.time_period), p.time_period) AS dated, p.status_as_of AS at_the_latest, p.name AS project,
       p.kind, p.status, replace(group_concat(DISTINCT c.event_type), ',', '; ') AS events
FROM projects p LEFT JOIN claim_projects t ON t.project_id = p.project_id
LEFT JOIN claims c ON c.claim_id = t.claim_id AND c.kind IN ('event', 'commitment')
  AND c.event_type IN ('signing', 'agreement', 'ratification', 'contract', 'loan')
WHERE p.kind IN ('treaty', 'agreement', 'contract', 'loan', 'roadmap') OR c.event_type IN ('signing', 'agreement')
GROUP BY p.project_id
ORDER BY coalesce(dated, at_the_latest)
