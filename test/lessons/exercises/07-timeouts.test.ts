import { judgedExercises } from '../../helpers/bench/judged-exercises.ts';

judgedExercises('07-timeouts', {
  usual: {
    'race.ts': /had \d\d requests in flight.*needs 20[\s\S]*hint: .*give fetch a signal/,
    'one-for-all.ts': /never asked for \d+ of 60 flags\n *hint: .*a timeout of its own that begins when it is sent/,
    'own-timeout.ts':
      /with a timeout of 2\.00 s \d of \d+ requests that were called off.*until the timeout[\s\S]*hint: wait for each flag as long as timeoutMs/,
    'headers-only.ts': /the longest request was held for[\s\S]*hint: a body can be late too/,
  },
  others: {
    '07-timeouts/milliseconds-for-seconds.ts':
      /had 0 requests in flight.*\n {4}hint: no request came: .*call none off before it is sent/,
    '07-timeouts/asks-again.ts':
      /✗ with a timeout of 0\.60 s your client sent \d\d requests for 60 flags: one each would do\n {4}hint: ask for each/,
    '07-timeouts/says-ok.ts':
      /✗ .* your client counted \d+ flags as downloaded for which the server sent something else/,
    '07-timeouts/calls-it-broken.ts':
      /✗ .* called \d+ flags networkError that .* ended as timeout[\s\S]*hint: what is called off/,
    '07-timeouts/short-timeout.ts':
      /✗ .* \d of \d+ requests that were called off after .* had been waited for until the timeout[\s\S]*hint: wait for each flag/,
    '07-timeouts/long-timeout.ts':
      /✗ with a timeout of 0\.60 s the longest request was held.*\n {4}hint: give each request the/,
    '../../../lessons/02-slots/slots.ts':
      /✗ with a timeout of 0\.60 s the longest request was held.*\n {4}hint: give each request the/,
    '07-timeouts/own-m.ts': /had 1\d requests in flight.*needs 20[\s\S]*hint: let m slots take/,
    '07-timeouts/asks-for-some.ts': /never asked for 11 of 60 flags[\s\S]*hint: ask the server for each code/,
  },
});
