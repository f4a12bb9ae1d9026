-- Who takes part in the most undertakings
-- Actors by country, with the number of projects they take part in and of claims about them.
-- :country = any
SELECT a.name AS actor, a.actor_id, a.kind, a.country, count(DISTINCT t.project_id) AS projects,
       (SELECT count(*) FROM claim_actors c WHERE c.actor_id = a.actor_id) AS claims
FROM actors a LEFT JOIN project_participants t USING (actor_id)
WHERE :country IN ('any', a.country)
GROUP BY a.actor_id HAVING projects + claims
ORDER BY projects DESC, claims DESC, a.name
