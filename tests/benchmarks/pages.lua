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
  local shares = {} -- a hundred latencies that stand for a hundredth of the answers each
  for share = 1, 100 do shares[share] = string.format("%.3f", latency:percentile(share - 0.5) / 1000) end
  io.write(string.format('\n{"answers": %d, "seconds": %.4f, "errors": %d, "latencies": [%s]}\n',
    summary.requests, summary.duration / 1e6, errors, table.concat(shares, ", ")))
end
