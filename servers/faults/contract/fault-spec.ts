/** One fault with its parameters, in JSON form: `{fault: 'status', status: 418, rate: 0.25}`. */
export interface FaultSpec {
  readonly fault: string;
}

/** The list of faults of one server. */
export type Profile = readonly FaultSpec[];
