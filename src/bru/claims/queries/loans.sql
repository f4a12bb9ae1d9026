-- Loans and their terms
-- Each loan with its amount, lender and borrower, and what no document states about it.
SELECT p.name AS loan, f.value AS amount, f.claim_id, p.status, p.status_as_of,
       (SELECT group_concat(name, '; ') FROM actors WHERE actor_id IN (SELECT actor_id
         FROM project_participants t WHERE t.project_id = p.project_id AND role = 'lender')) AS lender,
       (SELECT group_concat(name, '; ') FROM actors WHERE actor_id IN (SELECT actor_id
         FROM project_participants t WHERE t.project_id = p.project_id AND role = 'borrower')) AS borrower,
       (SELECT group_concat(question, ' ') FROM open_questions q WHERE q.claim_id = f.claim_id) AS not_stated
FROM projects p LEFT JOIN figures_wide f ON f.project_id = p.project_id AND f.measure = 'loan-amount'
WHERE p.kind = 'loan'
