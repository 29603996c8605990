/** What a run says about itself, from three measurements that do not know each other. */
export interface LittleInput {
  /** L: the time average of the requests in flight. */
  readonly meanInFlight: number;
  /** λ: all requests that ended, per second, whatever their outcome. */
  readonly throughputPerSecond: number;
  /** W: the mean time that each of them was in flight. */
  readonly meanLatencyMs: number;
}

/**
 * What is left over of Little's law: (L − λW) / max(L, λW), from −1 to 1, and 0 when the three agree. Above 0, requests were in
 * flight that no latency accounts for; below 0, latencies count time in which the request was not in flight.
 *
 * Little's law, L = λW (Little, "A Proof for the Queuing Formula: L = λW", Operations Research 9(3), 1961): exact for any
 * span that begins and ends with nothing in flight, so what is left over is an error of measurement.
 *
 * @throws TypeError when an input is negative or not finite.
 */
export function littleResidual({ meanInFlight, throughputPerSecond, meanLatencyMs }: LittleInput): number {
  for (const [name, value] of Object.entries({ meanInFlight, throughputPerSecond, meanLatencyMs })) {
    if (!(value >= 0 && value < Infinity)) {
      throw new TypeError(`Expected \`${name}\` to be a finite number of 0 or more, got ${value}`);
    }
  }
  const expectedInFlight = throughputPerSecond * (meanLatencyMs / 1000);
  const larger = Math.max(meanInFlight, expectedInFlight);
  return larger === 0 ? 0 : (meanInFlight - expectedInFlight) / larger;
}
