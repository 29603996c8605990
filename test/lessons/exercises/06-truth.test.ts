import { judgedExercises } from '../../helpers/bench/judged-exercises.ts';

judgedExercises('06-truth', {
  right: ['threads.py'],
  usual: {
    'forgets-ok.ts':
      /counted 89 flags.*sent 71 whole: it counted 18 that never came[\s\S]*hint: count a flag only where/,
    'headers-only.ts': /counted 80 flags.*sent 71 whole: it counted 9 that never came[\s\S]*hint: .*whole body/,
    'sticky.ts': /sent 71 whole: it has lost \d+ that came[\s\S]*hint: a variable outlives/,
    'counts_errors.py':
      /counted 100 flags.*sent 71 whole: it counted 29 that never came[\s\S]*hint: count a flag only where/,
    'headers_only.py': /counted 80 flags.*sent 71 whole: it counted 9 that never came[\s\S]*hint: .*whole body/,
    'sticky.py': /sent 71 whole: it has lost \d+ that came[\s\S]*hint: a variable outlives/,
  },
  others: {
    '06-truth/asks-for-nothing.ts':
      /^(?![\s\S]*✓)[\s\S]*never asked for 100 of 100 flags[\s\S]*hint: ask the server for each code/,
    '06-truth/asks-for-one.ts': /never asked for 99 of 100 flags[\s\S]*hint: ask the server for each code/,
    '06-truth/asks-with-head.ts':
      /sent 0 whole, and would have sent 71[\s\S]*hint: ask with GET, and let each answer come/,
    '06-truth/upper-case.ts':
      /sent 0 whole, and would have sent 71[\s\S]*hint: the path of a flag is in lower case, as in /,
    '06-truth/done.py':
      /✗ MIXED: the last line of your client, "done", does not say how many .*\n *hint: print how many/,
    '06-truth/constant.py':
      /✗ WORSE: your client counted 71 flags, the server sent 33 whole: it counted 38 that never came/,
    '06-truth/other-kinds.ts':
      /✗ MIXED: your client called 18 flags notFound that .* ended as httpError[\s\S]*hint: an answer/,
    '06-truth/no-times.ts':
      /✗ MIXED: your client was done in 0ms by its own clock, and in \d+ms by the server's\n +hint: let it take the time/,
    '06-truth/all-failed.ts': /counted 0 flags.*sent 71 whole: it has lost 71 that came[\s\S]*hint: count a flag when/,
  },
});
