"""The draws and durations of a lab's fates, without the lab: prints the vectors of docs/fates.md."""

import hashlib
import math

Z99 = 2.3263478740408408  # the 99th percentile of the standard normal distribution


def draw(n, seed=42, label="ERROR", fault="delay", key="GET /flags/br/br.gif", attempt=1):
    digest = hashlib.sha256(f"{seed}|{label}|{fault}|{key}|{attempt}|{n}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) / 2**53


def normal(u, v):
    return math.sqrt(-2 * math.log(1 - u)) * math.cos(2 * math.pi * v)


def percentiles(points, u):
    below_p, below_ms = 0, 0
    for p, ms in points:
        if 100 * u < p:
            return below_ms + (100 * u - below_p) / (p - below_p) * (ms - below_ms)
        below_p, below_ms = p, ms
    return below_ms


def weighted(values, u):
    left = u * sum(weight for _, weight in values)
    for ms, weight in values:
        left -= weight
        if left < 0:
            return ms
    return values[-1][0]


u, v = draw(0), draw(1)
durations = {
    "fixed:200ms": 200,
    "uniform:0.5s..5s": 500 + u * (5000 - 500),
    "normal:200ms,50ms": max(0, 200 + 50 * normal(u, v)),
    "lognormal:200ms,p99=2s": 200 * math.exp(math.log(2000 / 200) / Z99 * normal(u, v)),
    "exponential:100ms": -100 * math.log(1 - u),
    "percentiles:p50=80ms,p90=200ms,p99=2s": percentiles([(50, 80), (90, 200), (99, 2000)], u),
    "list:10ms@0.7,1s@0.3": weighted([(10, 0.7), (1000, 0.3)], u),
}
print(f"{u:.9f}")
print(f"{v:.9f}")
for form, ms in durations.items():
    print(form, f"{min(ms, 3_600_000):.9f}")
