/** The file of a run's folder that holds its result. */
export const SUMMARY = 'summary.json';

/** The file of a run's folder that holds what happened to each item, one line of JSON for each. */
export const RECORDS = 'records.ndjson';
