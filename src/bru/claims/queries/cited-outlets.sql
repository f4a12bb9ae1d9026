-- Which document cites which outlet
-- Outlets by document, with the number of claims they support and the dates that are cited.
SELECT s.short_name AS source, a.name AS outlet, count(DISTINCT t.claim_id) AS claims,
       replace(group_concat(DISTINCT t.cited_date), ',', '; ') AS dates
FROM citations t JOIN claims c USING (claim_id) JOIN sources s USING (source_id)
JOIN actors a ON a.actor_id = t.outlet
GROUP BY s.source_id, a.actor_id
ORDER BY s.short_name, claims DESC, a.name
