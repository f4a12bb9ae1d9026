-- Who says how much
-- Speakers by document, with the number of their claims, of hedged ones and of forecasts.
SELECT coalesce(speaker, 'the document') AS said_by, source, count(*) AS claims,
       sum(hedged = 'true') AS hedged, sum(kind = 'forecast') AS forecasts
FROM claims_wide
GROUP BY said_by, source
ORDER BY claims DESC, said_by, source
