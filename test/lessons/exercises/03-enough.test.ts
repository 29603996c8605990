import { judgedExercises } from '../../helpers/bench/judged-exercises.ts';

judgedExercises('03-enough', {
  right: ['from-the-top.ts'],
  usual: {
    'eight.ts': /LARGE: your client had 8 requests in flight.*slots are idle[\s\S]*hint: .*do not write down a number/,
    'all-it-may.ts':
      /SMALL: \d+ of the last \d+ requests were refused[\s\S]*hint: a refusal says that there are too many/,
    'only-grows.ts':
      /SMALL: \d+ of the last \d+ requests were refused[\s\S]*hint: a refusal says that there are too many/,
  },
  others: {
    '03-enough/burst.ts':
      /LARGE: [12]\.\d requests were in flight on average; the exercise needs 4[\s\S]*hint: slots were idle/,
    '03-enough/by-the-number.ts': /LARGE: your client had 10 requests in flight at most; the exercise needs 12/,
    '03-enough/pauses-between.ts':
      /SMALL: \d+ of the last \d+ requests were refused.*allows 30 %[\s\S]*hint: a refusal says/,
    '03-enough/rounds-that-grow.ts':
      /SMALL: \d+ of the last \d+ requests were refused.*allows 30 %[\s\S]*hint: a refusal says/,
  },
});
