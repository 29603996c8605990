// Speed side by side with peers, in one run: `make perf`. Each row is a ratio, because a machine's speed drifts and a
// ratio of two figures taken in turn does not. Names of rows on the command line run those alone.
import { FIGURES, figure } from './figures.ts';
import { PEERS } from './peers.ts';
import { CAN_PIN, hasCommand } from './pinned.ts';
import { compare, ROUNDS } from './ratio.ts';
import { ROWS } from './rows.ts';

const wanted = process.argv.slice(2);
const rows = ROWS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const figures = FIGURES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (rows.length + figures.length === 0) {
  console.error(`no such row: choose among ${[...ROWS, ...FIGURES].map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

console.log(
  `Median of ${ROUNDS} rounds, both sides in turn; ${CAN_PIN ? 'servers on one core, clients on another' : 'nothing pinned: taskset or a second core is missing'}.`,
);
let missed = 0;
for (const { name, what, atLeast, unit, sides } of rows) {
  await using pair = await sides();
  const { ours, theirs, ratio, lowest, highest } = await compare(pair.ours, pair.theirs);
  const verdict = ratio >= atLeast ? 'ok    ' : 'MISSED';
  if (ratio < atLeast) missed += 1;
  console.log(
    `${verdict} ${ratio.toFixed(2)} x (${lowest.toFixed(2)} to ${highest.toFixed(2)}), at least ${atLeast.toFixed(2)}  ${name}: ${what}; ${ours.toFixed(0)} against ${theirs.toFixed(0)} ${unit}`,
  );
}
for (const row of figures) {
  const value = await figure(row);
  const holds = row.side === 'at least' ? value >= row.bound : value <= row.bound;
  if (!holds) missed += 1;
  console.log(
    `${holds ? 'ok    ' : 'MISSED'} ${value.toFixed(3)} ${row.unit}, ${row.side} ${row.bound}  ${row.name}: ${row.what}`,
  );
}
if (wanted.length === 0) {
  for (const peer of PEERS) {
    if (hasCommand(peer.command)) console.log(`       ${peer.command}: ${await peer.run()}`);
    else console.log(`       ${peer.command}: not installed, left out`);
  }
}
process.exitCode = missed === 0 ? 0 : 1;
