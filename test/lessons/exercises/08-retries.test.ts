import { judgedExercises } from '../../helpers/bench/judged-exercises.ts';

judgedExercises('08-retries', {
  usual: {
    'herd.ts':
      /SLOW: your client sent \d+ requests for 40 flags.*allows 1\.5[\s\S]*hint: more came at once than the server takes/,
    'at-once.ts': /came before the time that Retry-After said[\s\S]*hint: a refusal says when to come back/,
    'own-back-off.ts': /came before the time that Retry-After said[\s\S]*hint: a refusal says when to come back/,
    'gives-up.ts':
      /SLOW: \d+ of 40 requests were refused, and your client asked for none of them again[\s\S]*hint: a refusal is no end/,
    'one-pace.ts':
      /SLOW: the last 10 requests left at a pace of \d+ a second.*takes 12; the exercise allows 24[\s\S]*hint: let one request/,
    'herd.py':
      /SLOW: your client sent \d+ requests for 40 flags.*allows 1\.5[\s\S]*hint: more came at once than the server takes/,
    'gives_up.py':
      /SLOW: \d+ of 40 requests were refused, and your client asked for none of them again[\s\S]*hint: a refusal is no end/,
    'at_once.py': /came before the time that Retry-After said[\s\S]*hint: a refusal says when to come back/,
    'own_back_off.py': /came before the time that Retry-After said[\s\S]*hint: a refusal says when to come back/,
  },
  others: {
    '08-retries/goes-on.ts':
      /SLOW: \d+ of \d+ requests left while a refusal said to wait; the exercise allows 4[\s\S]*hint: a refusal is told to the client/,
    '08-retries/dawdles.ts':
      /FAST: .* needed \d\.\d\d s for its requests; the server could take them in 0\.17 s[\s\S]*hint: begin/,
    '08-retries/one-by-one.ts':
      /SLOW: the last 10 requests left at a pace of \d+ a second, and the server takes 12[\s\S]*hint: let/,
    '08-retries/spaced-chunks.ts':
      /SLOW: \d+ of 40 requests were refused, and your client asked for none of them again/,
  },
});
