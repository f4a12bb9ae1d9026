-- Loans and their terms
-- Each loan with its amount, lender and borrower, and what no document states about it.
SELECT p.name AS loan, f.value AS amount, p.status, p.status_as_of,
       group_concat(DISTINCT CASE t.role WHEN 'lender' THEN a.name END) AS lender,
       group_concat(DISTINCT CASE t.role WHEN 'borrower' THEN a.name END) AS borrower,
       group_concat(DISTINCT q.question) AS not_stated
FROM projects p JOIN project_participants t USING (project_id) JOIN actors a USING (actor_id)
LEFT JOIN figures_wide f ON f.project_id = p.project_id AND f.measure = 'loan-amount'
LEFT JOIN open_questions q ON q.claim_id = f.claim_id
WHERE p.kind = 'loan'
GROUP BY p.project_id
