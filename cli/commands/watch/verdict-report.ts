import { COUNT, RATE, RATIO } from '../../../bench/result/unit.ts';
import { roundedSeconds } from '../../../lib/units/duration.ts';
import type { BackOff, Verdict } from '../../../servers/records/verdict.ts';

/** A verdict as lines of `what  figure`, for people. */
export function verdictLines(verdict: Verdict): string[] {
  const v = verdict;
  const rows: [string, string][] = [
    ['requests', `${v.requests} for ${v.keys} keys: ${v.amplification.toFixed(2)} each, at most ${v.maxAttempts}`],
    ['answers', `${v.ok} ok, ${v.shed} shed, ${v.faulted} touched by a fault, ${v.clientGone} given up by the client`],
    ['throughput', `${RATE.text(v.throughputPerSecond)}, ${RATE.text(v.goodputPerSecond)} of them ok`],
    ['in flight', `peak ${v.peakInFlight}, mean ${COUNT.text(v.meanInFlight)}`],
    ['connections', `${v.connections}, ${v.requestsPerConnection.toFixed(1)} requests each`],
    ['makespan', `${roundedSeconds(v.makespanMs)}; ideal for that peak ${roundedSeconds(v.idealMs)}`],
    ['efficiency', v.efficiency === undefined ? 'nothing was injected' : RATIO.text(v.efficiency)],
    ['back-off', v.backOff === undefined ? 'no key was asked for twice' : backOffText(v.backOff)],
    ['Retry-After', `${v.retryAfter.obeyed} obeyed, ${v.retryAfter.violated} violated`],
    ['wasted work', `${roundedSeconds(v.wastedMs)} on clients that had gone`],
  ];
  if (v.dropped > 0) rows.push(['left out', `the first ${v.dropped} requests are no longer remembered`]);
  return [`${v.label} saw:`, ...rows.map(([what, figure]) => `  ${what.padEnd(12)} ${figure}`)];
}

function backOffText({ intervals, minMs, medianMs, growing }: BackOff): string {
  const trend = growing === undefined ? '' : growing ? ', growing' : ', not growing';
  return `${intervals} intervals, min ${minMs.toFixed(0)} ms, median ${medianMs.toFixed(0)} ms${trend}`;
}
