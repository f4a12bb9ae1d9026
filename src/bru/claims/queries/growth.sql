-- Growth of trade and its base
-- Every stated change of the turnover, with its period, its base where stated, and its speaker.
SELECT value, claim_id, time_period, time_inferred, base_period, coalesce(speaker, 'the document') AS said_by, source
FROM figures_wide
WHERE measure = 'trade-turnover-growth'
ORDER BY figure_id
