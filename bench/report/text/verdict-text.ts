import { counted } from '../../../lib/units/counted.ts';
import { roundedSeconds } from '../../../lib/units/duration.ts';
import type { BackOff, Verdict } from '../../../servers/records/verdict-schema.ts';
import { COUNT, RATE, RATIO } from '../../result/unit.ts';

/** What each row says, for people: what it is about, and the figure. */
export function verdictRows(v: Verdict): [what: string, figure: string][] {
  return [
    ['requests', `${v.requests} for ${counted(v.keys, 'key')}, ${v.repeats} of them repeats of what had not failed`],
    ['answers', answersText(v.answers)],
    ['touched', `${v.faulted} by a fault, ${v.shed} turned away by a limit`],
    ['throughput', throughputText(v)],
    ['in flight', inFlightText(v)],
    ['connections', `${v.connections}, at most ${v.peakConnections} at once`],
    ['makespan', roundedSeconds(v.makespanMs) + idealText(v)],
    ['efficiency', v.efficiency === undefined ? `none: ${v.efficiencyWithheld}` : RATIO.text(v.efficiency)],
    ['retries', retriesText(v)],
    ['back-off', v.backOff === undefined ? 'none without retries' : backOffText(v.backOff)],
    ['Retry-After', retryAfterText(v.retryAfter)],
    ...((v.duplicateWrites ?? 0) === 0 ? [] : [['duplicates', writesText(v)] satisfies [string, string]]),
    ['wasted work', `${roundedSeconds(v.wastedMs)} on clients that had gone`],
  ];
}

function throughputText({ throughputPerSecond, goodputPerSecond }: Verdict): string {
  if (throughputPerSecond === undefined || goodputPerSecond === undefined) return 'too short a time to tell';
  return `${RATE.text(throughputPerSecond)}, ${RATE.text(goodputPerSecond)} of them ok`;
}

function idealText({ idealMs, efficiency }: Verdict): string {
  return efficiency === undefined ? '' : `; ideal for that peak ${roundedSeconds(idealMs)}`;
}

function answersText({ statuses, truncated, reset, garbage, givenUp, hung, open }: Verdict['answers']): string {
  const others = {
    truncated,
    reset,
    garbage,
    'given up by the client': givenUp,
    'left hanging': hung,
    'still waiting': open,
  };
  return Object.entries({ ...statuses, ...others })
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} × ${what}`)
    .join(', ');
}

function inFlightText({ peakInFlight, meanInFlight = 0 }: Verdict): string {
  if (peakInFlight === undefined) return 'cannot be seen where nothing waits: look at the connections';
  return `peak ${peakInFlight}, mean ${COUNT.text(meanInFlight)}`;
}

function retriesText({ failed, retries, maxAttempts, amplification, answers: { open } }: Verdict): string {
  if (failed === 0)
    return open === 0 ? 'none: nothing to try again' : `none: nothing to try again yet, ${open} still waiting`;
  if (retries === 0) return `none, though ${failed} failed`;
  return `${retries} after ${failed} failed: at most ${maxAttempts} attempts, ${amplification.toFixed(2)} on average`;
}

function backOffText({ minMs, medianMs, growing }: BackOff): string {
  const trend = growing === undefined ? 'cannot tell if they grow' : growing ? 'growing' : 'not growing';
  return `waits from ${minMs.toFixed(0)} ms, median ${medianMs.toFixed(0)} ms, ${trend}`;
}

function retryAfterText({ obeyed, violated }: Verdict['retryAfter']): string {
  return obeyed + violated === 0 ? 'no retry of an answer with this header' : `${obeyed} obeyed, ${violated} violated`;
}

function writesText({ duplicateWrites = 0 }: Verdict): string {
  return `${counted(duplicateWrites, 'write')} done again: send an Idempotency-Key, the same with each retry`;
}

/** What a newcomer is to remember of it, in a sentence. */
export function verdictAnswer({
  answers,
  ok,
  shed,
  requests,
  dropped,
  peakInFlight,
  peakConnections,
  efficiency,
}: Verdict): string {
  const atOnce =
    peakInFlight === undefined
      ? `over at most ${counted(peakConnections, 'connection')} at once`
      : `at most ${peakInFlight} at once`;
  const refused = shed === 0 ? '' : `${shed} were refused; `;
  const absent = answers.statuses['404'] ?? 0;
  const nowhere = absent === 0 ? '' : `${absent} got 404, nothing at that address; `;
  const ideal = efficiency === undefined ? '' : `; ${RATIO.text(efficiency)} of the ideal`;
  const of = dropped === 0 ? '' : 'the last ';
  return `${refused}${nowhere}${ok} of ${of}${requests} requests got an ok answer, ${atOnce}${ideal}.`;
}
