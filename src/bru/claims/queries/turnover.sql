-- Trade turnover, and who says it
-- Every value of the trade between two areas, with its bounds, its year and its speaker.
SELECT value, claim_id, lower, upper, time_period, time_inferred, coalesce(speaker, 'the document') AS said_by, source
FROM figures_wide
WHERE measure = 'trade-turnover'
ORDER BY CAST(lower AS REAL) DESC
