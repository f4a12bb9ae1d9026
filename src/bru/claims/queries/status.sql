-- Status of each undertaking, and as of when
-- Status of every project, with the date of the document that last tells it.
SELECT p.status, p.status_as_of, p.name AS project, p.kind, s.name AS sector, p.due
FROM projects p LEFT JOIN sectors s ON s.sector_id = p.sector
ORDER BY p.status, p.status_as_of DESC, p.name
