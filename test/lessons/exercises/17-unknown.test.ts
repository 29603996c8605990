import { judgedExercises } from '../../helpers/bench/judged-exercises.ts';

judgedExercises('17-unknown', {
  usual: {
    'all-it-may.ts':
      /FIRST: .* requests were refused, and the exercise needs a politeness of 0\.85[\s\S]*hint: a refusal says/,
    'one-by-one.ts':
      /FIRST: [01]\.\d requests were in flight on average; the exercise needs 2[\s\S]*hint: slots were idle/,
    'at-once.ts':
      /FIRST: .* requests were refused, \d+ of \d+ retries came before Retry-After was over, and .*\n *hint: Retry-After says/,
  },
});
