-- Every number as stated
-- All figures with measure, value in words, time, speaker and document.
SELECT measure_name AS measure, value, claim_id, project, time_period, coalesce(speaker, 'the document') AS said_by, source
FROM figures_wide
ORDER BY measure_name, figure_id
