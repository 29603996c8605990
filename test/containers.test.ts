import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { Deployment } from 'kubernetes-models/apps/v1';
import { Job } from 'kubernetes-models/batch/v1';
import { type IContainer, type IServicePort, Service } from 'kubernetes-models/v1';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { CONTROL_PORT } from '../cli/options/defaults.ts';
import { TOKEN_VARIABLE } from '../lib/network/token-variable.ts';
import { PRESETS } from '../servers/lab/presets.ts';
import { typeErrors } from './helpers/documents/script-examples.ts';
import { unknownOptions } from './helpers/documents/unknown-options.ts';
import { ROOT } from './helpers/source-tree.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

const MODELS = { Deployment, Job, Service };

/** Where the types of a kind are. */
const MODULES: Readonly<Record<string, string>> = { Deployment: 'apps/v1', Job: 'batch/v1', Service: 'v1' };

/** What is in a manifest, as far as it is looked at here. */
interface Manifest {
  readonly apiVersion: string;
  readonly kind: keyof typeof MODELS;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly ports?: readonly IServicePort[];
    readonly selector?: Readonly<Record<string, string>> & { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly template?: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: {
        readonly containers: readonly IContainer[];
        readonly securityContext?: { readonly runAsNonRoot?: boolean };
      };
    };
  };
}

const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');

const manifests = globSync('examples/kubernetes/*.yaml', { cwd: ROOT }).flatMap((file) =>
  parseAllDocuments(readFileSync(join(ROOT, file), 'utf8')).map((document) => {
    const manifest = document.toJSON() as Manifest;
    return { title: `${basename(file)} ${manifest.kind} ${manifest.metadata.name}`, manifest };
  }),
);

const pods = manifests.flatMap(({ title, manifest: { spec } }) =>
  spec.template === undefined ? [] : [{ title, pod: spec.template, selector: spec.selector?.matchLabels }],
);

const services = manifests.flatMap(({ manifest: { kind, metadata, spec } }) =>
  kind === 'Service' ? [{ name: metadata.name, ...spec }] : [],
);

/** The ports at which a lab listens without options. */
const LAB_PORTS = [...PRESETS.map(({ port }) => port), CONTROL_PORT];

describe('the Dockerfile', () => {
  it('has nothing that a linter finds', () => {
    expect(validate(`${dockerfile}\nEXPOSE http`)).not.toEqual([]);
    expect(validate(dockerfile)).toEqual([]);
  });

  it('runs nothing as root, opens the ports of a lab and asks whether it is well', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(/^EXPOSE (.*)$/m.exec(dockerfile)?.[1]?.split(' ').map(Number)).toEqual(LAB_PORTS);
    expect(dockerfile).toContain(`localhost:${CONTROL_PORT}/healthz`);
  });

  it('calls only what there is', () => {
    const commands = [...dockerfile.matchAll(/^CMD (\[.*\])$/gm)].map(([, args]) => JSON.parse(args!) as string[]);
    expect(commands.map(([name]) => name)).toEqual(['agent', 'serve']);
    for (const args of commands) expect(unknownOptions(args), args.join(' ')).toEqual([]);
  });
});

describe('the manifests for Kubernetes', () => {
  it.each(manifests)('$title keeps to the published schema', ({ manifest }) => {
    const { kind } = manifest;
    expect(() => new MODELS[kind]({ ...manifest, metadata: 'wrong' } as never).validate()).toThrow('metadata');
    expect(() => new MODELS[kind](manifest as never).validate()).not.toThrow();
  });

  it('have no field that there is not', async () => {
    await using folder = await temporaryFolder();
    const typed = (title: string, { kind, ...manifest }: object & Pick<Manifest, 'kind'>) => ({
      title,
      language: 'ts',
      code: `import type { I${kind} } from '${ROOT}/node_modules/kubernetes-models/${MODULES[kind]}/index.d.ts';
        export const manifest: I${kind} = ${JSON.stringify({ ...manifest, kind })};`,
    });
    const [{ manifest: first }] = manifests as [(typeof manifests)[0]];
    const misspelled = { ...first, spec: { ...first.spec, replicaz: 2 } };
    expect(await typeErrors([typed('misspelled', misspelled)], folder.path)).toContain(`'"replicaz"' does not exist`);
    expect(
      await typeErrors(
        manifests.map(({ title, manifest }) => typed(title, manifest)),
        folder.path,
      ),
    ).toBe('');
  });

  it.each(pods)('$title calls only what there is, and not as root', ({ pod }) => {
    expect(pod.spec.securityContext).toMatchObject({ runAsNonRoot: true });
    for (const { image, args } of pod.spec.containers)
      if (image?.startsWith('flaglab-')) expect(unknownOptions(args!), args!.join(' ')).toEqual([]);
  });

  it('lead from each service to a pod that listens there', () => {
    expect(services.map(({ name }) => name).toSorted()).toEqual(['lab', 'redis']);
    for (const { name, selector, ports } of services) {
      const behind = pods.filter(({ pod }) => pod.metadata.labels.app === selector?.app);
      expect(behind, name).toHaveLength(1);
      const open = behind[0]!.pod.spec.containers.flatMap((container) => container.ports ?? []);
      expect(
        open.map(({ containerPort }) => containerPort),
        name,
      ).toEqual(ports!.map(({ port }) => port));
      expect(behind[0]!.selector, name).toEqual(behind[0]!.pod.metadata.labels);
    }
    expect(services.find(({ name }) => name === 'lab')!.ports!.map(({ port }) => port)).toEqual(LAB_PORTS);
  });

  it('take each secret from one place, and none stands in a file', () => {
    const variables = pods.flatMap(({ pod }) => pod.spec.containers.flatMap(({ env = [] }) => env));
    const keys = new Map<string, unknown>();
    for (const { name, value, valueFrom } of variables) {
      expect(value, name).toBeUndefined();
      if (valueFrom?.secretKeyRef === undefined) continue;
      expect(keys.get(name) ?? valueFrom.secretKeyRef).toEqual(valueFrom.secretKeyRef);
      keys.set(name, valueFrom.secretKeyRef);
    }
    expect([...keys.keys()].toSorted()).toEqual([TOKEN_VARIABLE, 'REDIS_PASSWORD']);
  });
});
