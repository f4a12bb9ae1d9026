-- Visits, meetings, talks and signings
-- Who visited, met, negotiated or signed, when and where.
SELECT event_type, time_period, time_inferred, actors, places, statement, source
FROM claims_wide
WHERE kind = 'event' AND event_type IN ('visit', 'meeting', 'negotiation', 'signing', 'departure')
ORDER BY start IS NULL, start, claim_id
