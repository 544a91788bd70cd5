"""Puts a load on a server with wrk, and reads how many requests a second it answered."""

import re
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# Takes one prepared request after the other, so that no answer is saved twice.
SCRIPT = """
local requests, next_one = {}, 0
function init(args)
  for line in io.lines(args[1]) do
    local cookie, body = line:match("^([^\\t]*)\\t(.*)$")
    local headers = {["Cookie"] = cookie}
    if body ~= "" then headers["Content-Type"] = "application/x-www-form-urlencoded" end
    requests[#requests + 1] = wrk.format(body == "" and "GET" or "POST", nil, headers, body ~= "" and body or nil)
  end
  next_one = tonumber(args[2])
end
function request()
  next_one = next_one + 1
  return requests[(next_one - 1) % #requests + 1]
end
"""


@dataclass
class Target:
    """An address, and the requests for it as (cookie, body) pairs; each is used once before any is used again."""

    url: str
    requests: list[tuple[str, str]]
    sent: int = 0


def rate(target: Target, *, connections: int, seconds: float) -> float:
    """Requests answered per second; raises RuntimeError where any answer was an error."""
    with tempfile.TemporaryDirectory() as folder:
        script, lines = Path(folder, "requests.lua"), Path(folder, "requests.txt")
        script.write_text(SCRIPT)
        lines.write_text("\n".join(_lines(target.requests)))
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "-s", script, target.url, "--", lines]
        out = subprocess.run([*command, str(target.sent)], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out:
        raise RuntimeError(f"{target.url} did not answer well:\n{out}")
    answered = int(re.search(r"(\d+) requests in", out)[1])
    target.sent += answered + connections
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])


def _lines(requests: Iterable[tuple[str, str]]) -> Iterable[str]:
    return (f"{cookie}\t{body}" for cookie, body in requests)
