import { judgedExercises } from '../../helpers/bench/judged-exercises.ts';

judgedExercises('07-timeouts', {
  usual: {
    'race.ts': /had \d\d requests in flight.*needs 20[\s\S]*hint: .*give fetch a signal/,
    'one-for-all.ts': /\d+ of 60 flags arrived; the plan said \d+[\s\S]*hint: each request needs a timeout of its own/,
    'own-timeout.ts':
      /with a timeout of 2\.00 s \d of \d+ requests that were called off.*until the timeout[\s\S]*hint: wait for each flag as long as timeoutMs/,
    'headers-only.ts': /the longest request was held for[\s\S]*hint: a body can be late too/,
  },
  others: {
    'says-ok.ts': /✗ .* your client counted \d+ flags as downloaded for which the server sent something else/,
    'calls-it-broken.ts': /✗ .* called \d+ flags networkError that .* ended as timeout[\s\S]*hint: what is called off/,
    'short-timeout.ts':
      /✗ .* \d of \d+ requests that were called off after .* had been waited for until the timeout[\s\S]*hint: wait for each flag/,
    'long-timeout.ts': /✗ with a timeout of 0\.60 s the longest request was held.*\n {4}hint: give each request the/,
    '../../../lessons/02-slots/slots.ts':
      /✗ with a timeout of 0\.60 s the longest request was held.*\n {4}hint: give each request the/,
    'own-m.ts': /had 1\d requests in flight.*needs 20[\s\S]*hint: let m slots take/,
    'asks-for-some.ts': /never asked for 11 of 60 flags[\s\S]*hint: ask the server for each code/,
  },
});
