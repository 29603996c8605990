import { judgedExercises } from '../../helpers/bench/judged-exercises.ts';

judgedExercises('04-network', {
  usual: {
    'laptop.ts':
      /FAR: your client had 8 requests in flight.*needs 27 to 64\n *hint: slots were idle(?![\s\S]*hint: measure with one request)/,
    'all-it-may.ts': /NEAR: your client had \d\d requests in flight.*needs 8 to 20[\s\S]*hint: they stood in line/,
    // On a busy machine it takes longer near, too, and has enough there.
    'forgets-service.ts':
      /(?:NEAR: your client had \d requests? in flight.*needs 8 to 20|FAR: your client had \d+ requests in flight.*needs 27 to 64)[\s\S]*hint: slots were idle/,
    'measured-in-line.ts':
      /NEAR: your client had \d\d requests in flight.*needs 8 to 20[\s\S]*hint: they stood in line/,
  },
  others: {
    '04-network/counts-the-way-twice.ts':
      /NEAR: your client had \d\d requests in flight.*needs 8 to 20\n *hint: they stood in line at the server: slots × time/,
    '03-enough/burst.ts':
      /requests were in flight on average; the exercise needs 3[\s\S]*hint: measure with one request, and then send/,
    '04-network/one-for-both.ts':
      /NEAR: .* 24 requests in flight.*needs 8 to 20[\s\S]*FAR: .* 24 requests in flight.*needs 27 to 64/,
  },
});
