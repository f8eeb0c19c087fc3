# Questions over the files of ../shared/data. Above the line what RedexDB is asked over the imported channels, below it
# what DuckDB is asked over the files themselves; the rows must be the same, in the same order unless the remark says
# "any order". `SET` of a time zone holds for its own question only.

# Flights by airport: grouping, exact averages, HAVING, order by alias
SELECT origin, count(*) AS flights, avg(delay) AS mean, sum(distance) AS miles, min(delay) AS best, max(delay) AS worst
FROM flights GROUP BY origin HAVING count(*) > 200 ORDER BY flights DESC, origin
----
SELECT origin, count(*) AS flights, avg(delay) AS mean, sum(distance) AS miles, min(delay) AS best, max(delay) AS worst
FROM flights GROUP BY origin HAVING count(*) > 200 ORDER BY flights DESC, origin

# Classes by CASE as a group
SELECT CASE WHEN delay <= 0 THEN 'early' WHEN delay < 30 THEN 'late' WHEN delay < 120 THEN 'very late' ELSE 'lost' END
  AS class, count(*) AS n, avg(distance) AS distance, count(DISTINCT destination) AS towns
FROM flights
GROUP BY CASE WHEN delay <= 0 THEN 'early' WHEN delay < 30 THEN 'late' WHEN delay < 120 THEN 'very late' ELSE 'lost' END
ORDER BY n DESC
----
SELECT CASE WHEN delay <= 0 THEN 'early' WHEN delay < 30 THEN 'late' WHEN delay < 120 THEN 'very late' ELSE 'lost' END
  AS class, count(*) AS n, avg(distance) AS distance, count(DISTINCT destination) AS towns
FROM flights
GROUP BY 1 ORDER BY n DESC

# Months of the event time in a zone that is not UTC
SET time_zone = 'America/New_York';
SELECT date_trunc('month', event_time) AS month, count(*) AS n, count(DISTINCT destination) AS towns,
  sum(CASE WHEN delay > 15 THEN 1 ELSE 0 END) AS late
FROM flights GROUP BY date_trunc('month', event_time) ORDER BY month
----
SET TimeZone = 'America/New_York';
SELECT date_trunc('month', event_time) AS month, count(*) AS n, count(DISTINCT destination) AS towns,
  sum(CASE WHEN delay > 15 THEN 1 ELSE 0 END) AS late
FROM flights GROUP BY 1 ORDER BY month

# Two groupings joined: more departures than arrivals
SELECT a.origin, a.n AS departures, b.n AS arrivals
FROM (SELECT origin, count(*) AS n FROM flights GROUP BY origin) a
JOIN (SELECT destination, count(*) AS n FROM flights GROUP BY destination) b ON a.origin = b.destination
WHERE a.n <> b.n ORDER BY a.n - b.n DESC, a.origin LIMIT 20 OFFSET 5
----
SELECT a.origin, a.n AS departures, b.n AS arrivals
FROM (SELECT origin, count(*) AS n FROM flights GROUP BY origin) a
JOIN (SELECT destination, count(*) AS n FROM flights GROUP BY destination) b ON a.origin = b.destination
WHERE a.n <> b.n ORDER BY a.n - b.n DESC, a.origin LIMIT 20 OFFSET 5

# AS OF SEQ is the prefix that LIMIT gives
SELECT count(*), sum(delay), avg(distance), min(destination), max(date) FROM flights AS OF SEQ 4999
----
SELECT count(*), sum(delay), avg(distance), min(destination), max(date)
FROM (SELECT * FROM flights ORDER BY seq LIMIT 5000)

# A range of seqs, rows as they are
SELECT seq, date, delay, distance, origin, destination FROM flights FOR SEQ FROM 7000 TO 7010
----
SELECT seq, date, delay, distance, origin, destination FROM flights WHERE seq >= 7000 AND seq < 7010 ORDER BY seq

# DISTINCT pairs in a window of the order
SELECT DISTINCT origin, destination FROM flights WHERE distance BETWEEN 300 AND 600 AND origin LIKE 'B%'
ORDER BY origin DESC, destination LIMIT 15 OFFSET 3
----
SELECT DISTINCT origin, destination FROM flights WHERE distance BETWEEN 300 AND 600 AND origin LIKE 'B%'
ORDER BY origin DESC, destination LIMIT 15 OFFSET 3

# Names with colons, NULL for empty cells
SELECT "case:channel", count(*) AS steps, count(DISTINCT "case:concept:name") AS cases, count("case:enddate") AS ended,
  count("case:group") AS grouped
FROM receipt GROUP BY "case:channel" ORDER BY steps DESC
----
SELECT "case:channel", count(*) AS steps, count(DISTINCT "case:concept:name") AS cases, count("case:enddate") AS ended,
  count("case:group") AS grouped
FROM receipt GROUP BY "case:channel" ORDER BY steps DESC

# Months with daylight saving, by group
SET time_zone = 'Europe/Amsterdam';
SELECT date_trunc('month', event_time) AS month, payload["org:group"] AS team, count(*) AS n
FROM receipt WHERE "org:group" <> 'EMPTY'
GROUP BY date_trunc('month', event_time), payload["org:group"] HAVING count(*) >= 100 ORDER BY month, team
----
SET TimeZone = 'Europe/Amsterdam';
SELECT date_trunc('month', event_time) AS month, "org:group" AS team, count(*) AS n
FROM receipt WHERE "org:group" <> 'EMPTY' GROUP BY 1, 2 HAVING count(*) >= 100 ORDER BY month, team

# Hours and days of the week in local time
SET time_zone = 'Europe/Amsterdam';
SELECT extract(dow FROM event_time) AS day, extract(hour FROM event_time) AS hour, count(*) AS n
FROM receipt GROUP BY extract(dow FROM event_time), extract(hour FROM event_time) ORDER BY n DESC, day, hour LIMIT 40
----
SET TimeZone = 'Europe/Amsterdam';
SELECT extract(dow FROM event_time) AS day, extract(hour FROM event_time) AS hour, count(*) AS n
FROM receipt GROUP BY 1, 2 ORDER BY n DESC, day, hour LIMIT 40

# The longest cases by key, with their first and last moment
SELECT event_key, count(*) AS steps, min(event_time) AS first, max(event_time) AS last, count(DISTINCT event_type) AS kinds
FROM receipt GROUP BY event_key ORDER BY steps DESC, event_key LIMIT 10 OFFSET 3
----
SELECT "case:concept:name", count(*) AS steps, min(event_time) AS first, max(event_time) AS last,
  count(DISTINCT "concept:name") AS kinds
FROM receipt GROUP BY 1 ORDER BY steps DESC, 1 LIMIT 10 OFFSET 3

# LIKE with both wildcards, upper case, lengths
SELECT upper("concept:name") AS step, length("concept:name") AS letters, count(*) AS n
FROM receipt WHERE "concept:name" LIKE 'T0_ %advice%' AND "concept:name" NOT LIKE '%stop%'
GROUP BY upper("concept:name"), length("concept:name") ORDER BY n DESC, step
----
SELECT upper("concept:name") AS step, length("concept:name") AS letters, count(*) AS n
FROM receipt WHERE "concept:name" LIKE 'T0_ %advice%' AND "concept:name" NOT LIKE '%stop%'
GROUP BY 1, 2 ORDER BY n DESC, step

# What directly follows what: a self join on key and seq
SELECT a."concept:name" AS step, b."concept:name" AS next, count(*) AS n
FROM receipt a JOIN receipt b ON a."case:concept:name" = b."case:concept:name" AND b.seq = a.seq + 1
GROUP BY a."concept:name", b."concept:name" HAVING count(*) > 5 ORDER BY n DESC, step, next
----
SELECT a."concept:name" AS step, b."concept:name" AS next, count(*) AS n
FROM receipt a JOIN receipt b ON a."case:concept:name" = b."case:concept:name" AND b.seq = a.seq + 1
GROUP BY 1, 2 HAVING count(*) > 5 ORDER BY n DESC, step, next

# The same over the help desk, and who handed over to whom
SELECT a."concept:name" AS step, b."concept:name" AS next, count(*) AS n,
  count(DISTINCT a."org:resource" || '>' || b."org:resource") AS hands
FROM helpdesk a JOIN helpdesk b ON a.event_key = b.event_key AND a.seq + 1 = b.seq
WHERE a."org:resource" <> b."org:resource"
GROUP BY a."concept:name", b."concept:name" ORDER BY n DESC, step, next LIMIT 25
----
SELECT a."concept:name" AS step, b."concept:name" AS next, count(*) AS n,
  count(DISTINCT a."org:resource" || '>' || b."org:resource") AS hands
FROM helpdesk a JOIN helpdesk b ON a."case:concept:name" = b."case:concept:name" AND a.seq + 1 = b.seq
WHERE a."org:resource" <> b."org:resource"
GROUP BY 1, 2 ORDER BY n DESC, step, next LIMIT 25

# Tickets by their number of steps: a grouping of a grouping
SELECT steps, count(*) AS cases, sum(steps) AS events, min(name) AS example
FROM (SELECT "case:concept:name" AS name, count(*) AS steps FROM helpdesk GROUP BY "case:concept:name") AS tickets
GROUP BY steps HAVING count(*) > 1 ORDER BY steps
----
SELECT steps, count(*) AS cases, sum(steps) AS events, min(name) AS example
FROM (SELECT "case:concept:name" AS name, count(*) AS steps FROM helpdesk GROUP BY "case:concept:name") AS tickets
GROUP BY steps HAVING count(*) > 1 ORDER BY steps

# Years and quarters of tickets by product, filtered aggregates
SELECT product, extract(year FROM event_time) AS year, count(*) AS n,
  count(*) FILTER (WHERE "concept:name" = 'Closed') AS closed,
  count(DISTINCT customer) FILTER (WHERE seriousness = 'Value 1') AS customers
FROM helpdesk GROUP BY product, extract(year FROM event_time) HAVING count(*) >= 50 ORDER BY year, n DESC, product
----
SELECT product, extract(year FROM event_time) AS year, count(*) AS n,
  count(*) FILTER (WHERE "concept:name" = 'Closed') AS closed,
  count(DISTINCT customer) FILTER (WHERE seriousness = 'Value 1') AS customers
FROM helpdesk GROUP BY 1, 2 HAVING count(*) >= 50 ORDER BY year, n DESC, product

# Help desk cases joined with a condition over both sides
WITH opened AS (SELECT event_key AS ticket, min(event_time) AS t, min(seq) AS s FROM helpdesk GROUP BY event_key)
SELECT o.ticket, h."concept:name" AS step, h.event_time
FROM opened o JOIN helpdesk h ON h.event_key = o.ticket AND h.event_time < o.t + INTERVAL '10' MINUTE
WHERE h.seq > o.s ORDER BY o.ticket, h.seq LIMIT 30
----
WITH opened AS (SELECT "case:concept:name" AS ticket, min(event_time) AS t, min(seq) AS s FROM helpdesk GROUP BY 1)
SELECT o.ticket, h."concept:name" AS step, h.event_time
FROM opened o JOIN helpdesk h ON h."case:concept:name" = o.ticket AND h.event_time < o.t + INTERVAL '10' MINUTE
WHERE h.seq > o.s ORDER BY o.ticket, h.seq LIMIT 30

# Nested counters under keys with dots and with a digit first
SELECT timestamp, payload.server_zones["hg.nginx.org"].responses["2xx"] AS good,
  payload.server_zones["trac.nginx.org"].responses["5xx"] AS bad,
  payload.server_zones["lxr.nginx.org"].requests - payload.server_zones["lxr.nginx.org"].discarded AS served
FROM nginx WHERE payload.connections.active >= 3 ORDER BY good, timestamp LIMIT 100
----
SELECT (json->'$.timestamp')::BIGINT AS t, (json->'$.server_zones."hg.nginx.org".responses."2xx"')::BIGINT AS good,
  (json->'$.server_zones."trac.nginx.org".responses."5xx"')::BIGINT AS bad,
  (json->'$.server_zones."lxr.nginx.org".requests')::BIGINT
    - (json->'$.server_zones."lxr.nginx.org".discarded')::BIGINT AS served
FROM nginx WHERE (json->'$.connections.active')::BIGINT >= 3 ORDER BY good, t LIMIT 100

# Array elements under keys with dashes, as groups
SELECT payload.upstreams["trac-backend"].peers[0].state AS first, payload.upstreams["trac-backend"].peers[1].state AS second,
  payload.pid, count(*) AS n, max(payload.upstreams["trac-backend"].peers[0].responses["4xx"])
    - min(payload.upstreams["trac-backend"].peers[0].responses["4xx"]) AS grown,
  avg(connections.active) AS active
FROM nginx GROUP BY payload.upstreams["trac-backend"].peers[0].state, payload.upstreams["trac-backend"].peers[1].state,
  payload.pid ORDER BY n DESC
----
SELECT json->>'$.upstreams."trac-backend".peers[0].state' AS first, json->>'$.upstreams."trac-backend".peers[1].state' AS second,
  (json->'$.pid')::BIGINT AS pid, count(*) AS n,
  max((json->'$.upstreams."trac-backend".peers[0].responses."4xx"')::BIGINT)
    - min((json->'$.upstreams."trac-backend".peers[0].responses."4xx"')::BIGINT) AS grown,
  avg((json->'$.connections.active')::BIGINT) AS active
FROM nginx GROUP BY 1, 2, 3 ORDER BY n DESC

# Growth from one snapshot to the next, by minute
SELECT date_trunc('minute', b.event_time) AS minute, count(*) AS n, sum(b.requests.total - a.requests.total) AS requests,
  max(b.timestamp - a.timestamp) AS pause
FROM nginx a JOIN nginx b ON b.seq = a.seq + 1
GROUP BY date_trunc('minute', b.event_time) ORDER BY requests DESC, minute LIMIT 20
----
SELECT date_trunc('minute', b.event_time) AS minute, count(*) AS n,
  sum((b.json->'$.requests.total')::BIGINT - (a.json->'$.requests.total')::BIGINT) AS requests,
  max((b.json->'$.timestamp')::BIGINT - (a.json->'$.timestamp')::BIGINT) AS pause
FROM nginx a JOIN nginx b ON b.seq = a.seq + 1
GROUP BY 1 ORDER BY requests DESC, minute LIMIT 20

# Values of every kind in one cell, texts beside numbers
SELECT json_type(payload.caches.http_cache.cold) AS cold, json_type(payload.stream) AS stream,
  json_array_length(payload.upstreams["hg-backend"].peers) AS peers, count(*) AS n, max(nginx_version) AS version
FROM nginx GROUP BY json_type(payload.caches.http_cache.cold), json_type(payload.stream),
  json_array_length(payload.upstreams["hg-backend"].peers)
----
SELECT lower(json_type(json, '$.caches.http_cache.cold')) AS cold, lower(json_type(json, '$.stream')) AS stream,
  json_array_length(json, '$.upstreams."hg-backend".peers') AS peers, count(*) AS n, max(json->>'$.nginx_version') AS version
FROM nginx GROUP BY 1, 2, 3

# Every row of the flights
SELECT seq, date, delay, distance, origin, destination FROM flights
----
SELECT seq, date, delay, distance, origin, destination FROM flights ORDER BY seq

# Every row of the building permits
SELECT seq, event_time, "case:channel", "case:concept:name", "case:deadline", "case:department", "case:enddate",
  "case:enddate_planned", "case:group", "case:responsible", "case:startdate", "concept:instance", "concept:name",
  "lifecycle:transition", "org:group", "org:resource", "time:timestamp"
FROM receipt
----
SELECT seq, event_time, "case:channel", "case:concept:name", "case:deadline", "case:department", "case:enddate",
  "case:enddate_planned", "case:group", "case:responsible", "case:startdate", "concept:instance", "concept:name",
  "lifecycle:transition", "org:group", "org:resource", "time:timestamp"
FROM receipt ORDER BY seq

# Every row of the help desk
SELECT seq, event_time, "case:concept:name", "concept:name", "org:resource", "time:timestamp", seriousness, customer,
  product, responsible_section, seriousness_2, service_level, service_type, support_section, workgroup
FROM helpdesk
----
SELECT seq, event_time, "case:concept:name", "concept:name", "org:resource", "time:timestamp", seriousness, customer,
  product, responsible_section, seriousness_2, service_level, service_type, support_section, workgroup
FROM helpdesk ORDER BY seq

# Every snapshot, byte for byte
SELECT seq, event_time, payload FROM nginx
----
SELECT seq, event_time, json FROM nginx ORDER BY seq
