import { judgedExercises } from '../../helpers/bench/judged-exercises.ts';

judgedExercises('01-waiting', {
  usual: {
    'array-from-async.ts': /had 1 request in flight.*needs 20[\s\S]*hint: .*Promise\.all/,
    'pairs.ts': /had 2 requests in flight.*needs 20[\s\S]*hint: .*Promise\.all/,
    'for-each.ts': /hint: forEach waits for nobody[\s\S]*yielded no outcome: each of/,
  },
  others: {
    '01-waiting/yields-a-list.ts': /yielded a list of 10, which is no outcome: yield\* passes on a list/,
    '01-waiting/leaves-one-out.ts':
      /hint: yield an outcome for each code[\s\S]*yielded no outcome for AD: each of 10 codes gets one/,
    '01-waiting/gives-nothing-back.ts':
      /hint: a function that has its body in braces gives nothing back without return/,
    '01-waiting/says-timeout.ts': /your client called 3 flags timeout that by the server's records ended as ok/,
  },
});
