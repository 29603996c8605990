import { expect, it } from 'vitest';
import { runInMemory } from '../helpers/memory-context.ts';

it.each([
  ['get -a -e', 'say which flags in one way: codes, -a for all countries, or -e for every pair of letters'],
  ['plan -s LOCAL -a BR', 'say which flags in one way'],
  ['bench -e BR -s LOCAL', 'say which flags in one way'],
  ['get -m 5 --max_req 6', "option '--max_req <n>' cannot be used with option '-m, --max-req <n>'"],
  ['get --no-save --out-dir x', "option '--out-dir <folder>' cannot be used with option '--no-save'"],
  ['bench --repeat 3 --retries 2', "option '--repeat <n>' cannot be used with option '--retries <n>'"],
  ['plan -s LOCAL --repeat 3 --retries 2', "option '--repeat <n>' cannot be used with option '--retries <n>'"],
  ['proxy --target http://localhost:1 --label=', '"" is not a label of a server'],
  ['serve --schedule=', 'the schedule is empty: write a step such as ERROR@10s: status=503@50%'],
  ['watch -- ', 'give the client that is to be watched'],
])('what contradicts itself or says nothing is a usage error: %s', async (line, message) => {
  const { code, stderr } = await runInMemory(line.split(' '));
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
});
