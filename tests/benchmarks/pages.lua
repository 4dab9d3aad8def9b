-- Asks for the addresses in the file URLS, in a random order; an answer without what WHOLE says counts as an error.
local urls = {}
for line in io.lines(os.getenv("URLS")) do urls[#urls + 1] = line end
local whole = os.getenv("WHOLE") or "</html>"
wrong = 0 -- global, for the end reads it from each thread
local threads = {}

function setup(thread)
  threads[#threads + 1] = thread
end

function init()
  math.randomseed(tonumber(os.getenv("SEED") or "1"))
  wrong = 0
end

function request()
  return wrk.format("GET", urls[math.random(#urls)], { ["Accept-Encoding"] = os.getenv("ENCODING") or "identity" })
end

function response(status, headers, body)
  local packed = headers["Content-Encoding"] == "gzip"
  if status ~= 200 or not (packed or body:find(whole, 1, true)) then wrong = wrong + 1 end
end

function done(summary, latency)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.timeout
  for _, thread in ipairs(threads) do errors = errors + thread:get("wrong") end
  io.write(string.format('\n{"per_second": %.1f, "p50_ms": %.1f, "p95_ms": %.1f, "errors": %d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000, errors))
end
