import { tally } from '../../../clients/download/tally.ts';
import { strategy } from '../../../clients/strategies.ts';
import { collect } from '../collect.ts';

// A process of its own: downloads, prints the tally and has nothing more to do. It ends only if nothing is left behind.
const [name, baseUrl, m, ...codes] = process.argv.slice(2);
const outcomes = await collect(
  strategy(name!).download(codes, { baseUrl: baseUrl!, m: Number(m), timeoutMs: 600_000 }),
);
process.stdout.write(JSON.stringify(tally(outcomes, codes.length)));
