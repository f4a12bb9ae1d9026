-- Undertakings and their parts
-- Every project with its path from the top and the number of claims about it.
WITH RECURSIVE tree (project_id, path) AS (
  SELECT project_id, name FROM projects WHERE part_of IS NULL
  UNION ALL SELECT p.project_id, t.path || ' > ' || p.name FROM projects p JOIN tree t ON p.part_of = t.project_id)
SELECT t.path, p.kind, p.status, count(c.claim_id) AS claims
FROM tree t JOIN projects p USING (project_id) LEFT JOIN claim_projects c USING (project_id)
GROUP BY t.project_id
ORDER BY t.path
