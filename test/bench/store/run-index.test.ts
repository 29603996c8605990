import { expect, it } from 'vitest';
import { RunIndex } from '../../../bench/store/run-index.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const RUN = {
  id: 'one',
  startedAt: '2026-11-21T09:00:00.000Z',
  commandLine: "npx flaglab bench -s 'A B'",
  seed: 42,
  timeScale: 0.1,
  cellsDone: 0,
  cellsPlanned: 2,
};

it('the index keeps a run once, as far as it has come', async () => {
  await using folder = await temporaryFolder();
  using index = new RunIndex(folder.path);
  index.put(RUN);
  index.put({ ...RUN, cellsDone: 2 });
  expect(index.all()).toEqual([{ ...RUN, cellsDone: 2 }]);
});
