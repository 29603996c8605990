import { Option } from 'commander';
import { LOW_EFFICIENCY } from '../../lib/queueing/efficiency.ts';

/** `--explain`: what lies behind a result. */
export function explainOption(): Option {
  const where = `say where the time went of each row under ${LOW_EFFICIENCY * 100} % of its ideal`;
  return new Option('--explain', `${where}, and of a sweep what the scalability law and Kneedle find`);
}
