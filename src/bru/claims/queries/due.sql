-- What is due, and by when
-- Undertakings with a date by which they are to be ready or finished; a tilde means about.
SELECT p.due, p.name AS project, p.status, p.status_as_of, group_concat(DISTINCT a.name) AS participants
FROM projects p LEFT JOIN project_participants t USING (project_id) LEFT JOIN actors a USING (actor_id)
WHERE p.due IS NOT NULL
GROUP BY p.project_id
ORDER BY p.due
