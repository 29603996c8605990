import { spawnSync } from 'node:child_process';

/** The parser of Prometheus' own client for Python. It fails for what Prometheus would not take. */
const PARSE = `
import json, sys
from prometheus_client.parser import text_string_to_metric_families
families = list(text_string_to_metric_families(sys.stdin.read()))
assert all(family.documentation and family.type != 'unknown' for family in families)
def name(sample): return sample.name + '{' + ','.join(f'{k}="{v}"' for k, v in sample.labels.items()) + '}'
print(json.dumps([[name(sample), sample.value] for family in families for sample in family.samples]))
`;

/** Where Python may be that has it: Debian's package brings it to its own. */
const PYTHONS = ['python3', '/usr/bin/python3'];

/** The samples of a text in Prometheus' format, each by its name and labels. */
export function prometheusSamples(text: string): ReadonlyMap<string, number> {
  const runs = PYTHONS.map((python) => spawnSync(python, ['-c', PARSE], { input: text, encoding: 'utf8' }));
  const good = runs.find(({ status }) => status === 0);
  if (good === undefined) throw new TypeError(`Expected \`text\` to be read, got ${runs.at(-1)!.stderr}`);
  return new Map(JSON.parse(good.stdout));
}
