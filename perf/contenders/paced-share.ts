// The paced strategy, all flags of LOCAL with a limited rate, code warmed up: the share of the rate that it used, and its
// requests for each flag. Prints {share, requestsPerFlag}.
import { tally } from '../../clients/download/tally.ts';
import { strategy } from '../../clients/strategies.ts';
import { countryCodes } from '../../lib/flags/country-codes.ts';
import { startLab } from '../../servers/lab/start-lab.ts';

const PER_SECOND = 50;

const codes = countryCodes();
await using lab = await startLab({ LOCAL: {} }, { threads: true });
await ask();
await lab.setFaults('LOCAL', [`rate=${PER_SECOND}/s,burst=10`]);
const started = performance.now();
const { kinds, requests } = tally(await ask(), codes.length);
const perSecond = (kinds.ok / (performance.now() - started)) * 1000;
console.log(JSON.stringify({ share: perSecond / PER_SECOND, requestsPerFlag: requests / codes.length }));

function ask() {
  return Array.fromAsync(strategy('paced').download(codes, { baseUrl: `${lab.url('LOCAL')}/flags`, retries: 5 }));
}
