// A lab in a process of its own: tells its port, then what it came to whenever it is asked, and ends with its parent.
import { startLab } from '../../../servers/lab/start-lab.ts';

const [label = 'LOCAL', timeScale = '1', ...faults] = process.argv.slice(2);
const lab = await startLab({ [label]: { faults } }, { threads: true, timeScale: Number(timeScale) });

process.on('message', async () => {
  const { peakInFlight } = await lab.verdict(label);
  process.send!({ peakInFlight, peakBytes: process.resourceUsage().maxRSS * 1024 });
});
process.on('disconnect', () => process.exit());
process.send!({ port: lab.server(label).port });
