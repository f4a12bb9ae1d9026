-- What is due, and by when
-- Undertakings with a date by which they are to be ready or finished; a tilde means about.
SELECT p.due, p.name AS project, p.status, p.status_as_of,
       (SELECT group_concat(name, '; ') FROM actors WHERE actor_id IN (
         SELECT actor_id FROM project_participants t WHERE t.project_id = p.project_id)) AS participants
FROM projects p
WHERE p.due IS NOT NULL
ORDER BY p.due
