-- What the documents leave open
-- Questions that a passage raises and no document answers, with the number of searches that found nothing.
SELECT s.short_name AS source, q.question, q.note, count(*) AS searches
FROM open_questions q JOIN sources s USING (source_id) JOIN searches USING (question_id)
GROUP BY q.question_id
ORDER BY s.short_name, q.question_id
