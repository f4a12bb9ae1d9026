-- The same quantity in several claims
-- Measures of one project, area and time that more than one claim states, with the values and who says them.
SELECT measure_name AS measure, coalesce(project, ref_area || '-' || counterpart_area) AS subject, time_period,
       count(*) AS claims,
       group_concat(value || ' (' || coalesce(speaker, 'nobody named') || ', ' || source || ')', '; ') AS stated
FROM (SELECT * FROM figures_wide ORDER BY figure_id)
GROUP BY measure_name, subject, time_period
HAVING claims > 1 AND subject IS NOT NULL
ORDER BY claims DESC, measure_name
