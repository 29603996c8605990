import { judgedExercises } from '../../helpers/bench/judged-exercises.ts';

judgedExercises('02-slots', {
  usual: {
    'loop.ts': /had 1 request in flight.*needs 10[\s\S]*hint: each request was sent only when/,
    'chunks.ts': /of 55 requests were sent as soon as.*needs 28[\s\S]*hint: wait neither for the slowest/,
    'all-at-once.ts': /had \d\d requests in flight.*needs 10[\s\S]*hint: no more than m at once/,
    'own-share.ts':
      /when the last 15 requests were sent, \d\.\d were in flight.*needs 6[\s\S]*hint: a share of the codes/,
    'loop.py': /had 1 request in flight.*needs 10[\s\S]*hint: each request was sent only when/,
    'chunks.py': /of 55 requests were sent as soon as.*needs 28[\s\S]*hint: wait neither for the slowest/,
    'all_at_once.py': /had \d\d requests in flight.*needs 10[\s\S]*hint: no more than m at once/,
    'own_share.py':
      /when the last 15 requests were sent, \d\.\d were in flight.*needs 6[\s\S]*hint: a share of the codes/,
  },
  others: {
    '02-slots/leaves-its-threads.py':
      /^ {2}✗ your client never asked for \d\d of 80 flags\n {4}hint: .*wait for all that you have begun/m,
    '06-truth/asks-for-nothing.ts':
      /hint: no request came: ask the server for each code.*\n.*had 0 requests in flight.*needs 10/,
    '02-slots/overlapping.ts':
      /of 55 requests were sent as soon as a slot was free; the exercise needs 28[\s\S]*hint: wait/,
    '02-slots/pauses.ts': /the exercise needs (?:28|10)[\s\S]*hint: (?:wait neither|a loop that waits)/,
    '02-slots/slots-in-batches.ts':
      /3 times all that had been sent was answered[\s\S]*hint: do not wait for the slowest of some/,
  },
});
