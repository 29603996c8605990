import { judgedExercises } from '../../helpers/bench/judged-exercises.ts';

judgedExercises('01-waiting', {
  usual: {
    'array-from-async.ts': /had 1 request in flight.*needs 20[\s\S]*hint: .*Promise\.all/,
    'pairs.ts': /had 2 requests in flight.*needs 20[\s\S]*hint: .*Promise\.all/,
    'for-each.ts': /hint: forEach waits for nobody[\s\S]*no outcome for AD/,
  },
  others: {
    'says-timeout.ts': /your client called 3 flags timeout that by the server's records ended as ok/,
  },
});
