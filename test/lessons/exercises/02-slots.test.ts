import { judgedExercises } from '../../helpers/bench/judged-exercises.ts';

judgedExercises('02-slots', {
  usual: {
    'loop.ts': /had 1 request in flight.*needs 10[\s\S]*hint: .*loop that waits for each answer/,
    'chunks.ts': /of 55 requests were sent as soon as.*needs 28[\s\S]*hint: wait neither for the slowest/,
    'all-at-once.ts': /had \d\d requests in flight.*needs 10[\s\S]*hint: start m loops/,
    'own-share.ts':
      /when the last 15 requests were sent, \d\.\d were in flight.*needs 6[\s\S]*hint: a share of the codes/,
    'loop.py': /had 1 request in flight.*needs 10[\s\S]*hint: .*loop that waits for each answer/,
    'chunks.py': /of 55 requests were sent as soon as.*needs 28[\s\S]*hint: wait neither for the slowest/,
    'all_at_once.py': /had \d\d requests in flight.*needs 10[\s\S]*hint: start m loops/,
    'own_share.py':
      /when the last 15 requests were sent, \d\.\d were in flight.*needs 6[\s\S]*hint: a share of the codes/,
  },
  others: {
    'truth/asks-for-nothing.ts': /had 0 requests in flight.*needs 10[\s\S]*hint: ask the server for each code/,
    'overlapping.ts': /of 55 requests were sent as soon as a slot was free; the exercise needs 28[\s\S]*hint: wait/,
    'pauses.ts': /the exercise needs (?:28|10)[\s\S]*hint: (?:wait neither|a loop that waits)/,
    'slots-in-batches.ts':
      /3 times all that had been sent was answered[\s\S]*hint: do not wait for the slowest of some/,
  },
});
