import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Control, startControl } from '../../../cli/running-servers/start-control.ts';
import { FAULT_KINDS } from '../../../servers/faults/kinds/registry.ts';
import { type Lab, startLab } from '../../../servers/lab/start-lab.ts';

let lab: Lab;
let control: Control;

beforeAll(async () => {
  lab = await startLab({ LOCAL: {} });
  control = await startControl(lab, { port: 0, host: undefined, open: false });
});
afterAll(async () => {
  await control.close();
  await lab.close(0);
});

interface Preview {
  readonly heldMs: number[];
  readonly issues: object[];
  readonly touchedShare: number;
}

async function preview(body: object): Promise<{ status: number; body: Preview }> {
  const response = await fetch(`${control.url}/api/faults/preview`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Preview };
}

describe('what is told of faults', () => {
  it('is every one of them, with the schema of its fields', async () => {
    const kinds = (await (await fetch(`${control.url}/api/faults`)).json()) as { name: string; schema: object }[];
    expect(kinds.map(({ name }) => name)).toEqual(FAULT_KINDS.map(({ name }) => name));
    for (const { name, schema } of kinds) expect(schema).toMatchObject({ properties: { fault: { const: name } } });
  });

  it('is what one would do, as the servers draw it', async () => {
    const { body } = await preview({ fault: 'delay=uniform:100ms..300ms', label: 'LOCAL' });
    expect(body).toMatchObject({ issues: [], text: 'delay=uniform:100ms..300ms', touchedShare: 1 });
    expect(body.heldMs).toHaveLength(400);
    expect(body.heldMs).toEqual(body.heldMs.toSorted((a, b) => a - b));
    expect(body.heldMs[0]).toBeGreaterThanOrEqual(100);
    expect(body.heldMs.at(-1)).toBeLessThanOrEqual(300);
    expect((await preview({ fault: { fault: 'status', status: 503, rate: 0.25 } })).body.touchedShare).toBeCloseTo(
      0.25,
      1,
    );
  });

  it('does not say how many requests are touched where that depends on the others of the moment', async () => {
    const { body } = await preview({ fault: 'rate=10/s' });
    expect(body).toMatchObject({ issues: [], text: 'rate=10/s,burst=1' });
    expect(body.touchedShare).toBeUndefined();
    expect((await preview({ fault: 'capacity=2,service=50ms' })).body.touchedShare).toBe(1);
  });

  it('is what is wrong with one, by field', async () => {
    const { status, body } = await preview({ fault: { fault: 'status', status: 999, rate: 0.5 } });
    expect(status).toBe(200);
    expect(body.issues).toEqual([{ path: ['status'], message: expect.stringMatching(/^must be at \w+ \d+$/) }]);
  });

  it.each([
    ['path', { path: 'abc' }, 'paths begin with a slash, so write path=/abc'],
    ['method', { method: 'FOO' }, 'there is no method FOO: give one such as POST'],
  ])('is why a server would refuse it, at the %s', async (field, wrong, message) => {
    const { body } = await preview({ fault: { fault: 'status', status: 503, ...wrong }, label: 'LOCAL' });
    expect(body).toEqual({ issues: [{ path: [field], message }] });
    const answer = await preview({ fault: `status=503,${field}=${Object.values(wrong)[0]}` });
    expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining(message) } });
  });

  it('is why that server would refuse it, as a whole where no field is to blame', async () => {
    const { body } = await preview({ fault: { fault: 'status', status: 503 }, label: 'MOJIFINDER-TCP' });
    expect(body.issues).toEqual([{ path: [], message: expect.stringContaining('cannot carry out the fault status') }]);
  });

  it.each([
    [{ fault: 'delay=soon' }, 'soon'],
    [{ fault: { fault: 'explode' } }, 'is not a fault: choose one of hang'],
    [{}, 'fault'],
  ])('is nothing for %j, which is refused in a line', async (body, named) => {
    const answer = await preview(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ detail: expect.stringContaining(named) });
  });
});
