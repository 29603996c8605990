// Speed side by side with peers, in one run: `make perf`. Each row is a ratio, because a machine's speed drifts and a
// ratio of two figures taken in turn does not. Names of rows on the command line run those alone. The exit code is 1 when
// a row is missed: not when the measurement cannot tell.
import { availableParallelism } from 'node:os';
import type { Estimate } from '../bench/statistics/estimate.ts';
import { busySentence, watchMachine } from './busy-machine.ts';
import { FIGURES, type Figure, figure } from './figures.ts';
import { PEERS } from './peers.ts';
import { CAN_PIN, hasCommand } from './pinned.ts';
import { compare, ROUNDS } from './ratio.ts';
import { ROWS } from './rows.ts';
import { type Bar, type RowVerdict, verdictOf } from './verdict.ts';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => ![...ROWS, ...FIGURES].some((row) => row.name === name));
if (unknown.length > 0) {
  const names = [...ROWS, ...FIGURES].map(({ name }) => name).join(', ');
  console.error(`there is no row ${unknown.join(', ')}: choose among ${names}`);
  process.exit(2);
}
const isWanted = ({ name }: { readonly name: string }) => wanted.length === 0 || wanted.includes(name);

console.log(`Each row is measured ${ROUNDS} times or more, both sides in turn. In brackets: its 95 % interval.
missed: the whole interval is beyond the bar. cannot tell: the bar is inside it,
or what is beyond it may be due to this computer's own timers, or to its few cores.
${CAN_PIN ? 'Servers run on one core, clients on another.' : 'Nothing is pinned: taskset or a second core is missing.'}
`);
const machineSeen = await watchMachine();
const verdicts: { readonly name: string; readonly verdict: RowVerdict }[] = [];
for (const row of ROWS.filter(isWanted)) {
  if (isMissing(row)) continue;
  await using pair = await row.sides();
  const { ours, theirs, ratio } = await compare(pair.ours, pair.theirs, row.rounds);
  const { minCores = 1 } = row;
  const cores = availableParallelism();
  tell(row, ratio, (value) => value.toFixed(2), 'x', { isMeant: cores >= minCores });
  if (cores < minCores) console.log(`  the bar is for ${minCores} cores or more, and this computer has ${cores}`);
  console.log(`  ${ours.toFixed(0)} against ${theirs.toFixed(0)} ${row.unit}`);
}
for (const row of FIGURES.filter(isWanted)) {
  if (isMissing(row)) continue;
  const { found, machineError } = await figure(row);
  tell(row, found, (value) => value.toFixed(3), row.unit, { machineError });
  if (machineError > 0)
    console.log(`  this computer's own timers were up to ${machineError.toFixed(3)} ${row.unit} late`);
}
if (wanted.length === 0) {
  console.log();
  for (const peer of PEERS) {
    if (hasCommand(peer.command)) console.log(`${peer.command}: ${await peer.run()}`);
    else console.log(`${peer.command}: not installed, left out`);
  }
}
console.log();
const busy = busySentence(machineSeen());
if (busy !== undefined) console.log(busy);
console.log(`ok: ${named('ok')}; missed: ${named('missed')}; cannot tell: ${named('cannot tell')}.`);
process.exitCode = verdicts.some(({ verdict }) => verdict === 'missed') ? 1 : 0;

/** Says so where a row cannot be measured here. */
function isMissing({ name, what, missing }: Pick<Figure, 'name' | 'what' | 'missing'>): boolean {
  const why = missing?.();
  if (why === undefined) return false;
  verdicts.push({ name, verdict: 'cannot tell' });
  console.log(`${'cannot tell'.padEnd(13)}${name}: ${why}`);
  console.log(`  ${what}`);
  return true;
}

function tell(
  { name, what, ...bar }: Bar & { readonly name: string; readonly what: string },
  found: Estimate | undefined,
  text: (value: number) => string,
  unit: string,
  { machineError = 0, isMeant = true }: { readonly machineError?: number; readonly isMeant?: boolean } = {},
): void {
  const verdict = isMeant ? verdictOf(found, bar, machineError) : 'cannot tell';
  verdicts.push({ name, verdict });
  const seen =
    found === undefined ? 'no figure' : `${text(found.value)} ${unit} (${text(found.low)} to ${text(found.high)})`;
  console.log(`${verdict.padEnd(13)}${name}: ${seen}, ${bar.side} ${bar.bound}`);
  console.log(`  ${what}`);
}

function named(wantedVerdict: RowVerdict): string {
  const names = verdicts.filter(({ verdict }) => verdict === wantedVerdict).map(({ name }) => name);
  return names.length === 0 ? 'none' : names.join(', ');
}
