// NODE_OPTIONS=--experimental-vm-modules npx jest: the lab is an ES module, which CommonJS imports inside of a function.
const { expect, test } = require('@jest/globals');

test('gives up where the server never recovers', async () => {
  const { startLab } = await import('flaglab');
  const lab = await startLab({ SHOP: { faults: ['status=503'] } });
  try {
    expect((await fetch(`${lab.url('SHOP')}/flags/br/br.gif`)).status).toBe(503);
    expect(await lab.verdict('SHOP')).toMatchObject({ requests: 1, ok: 0 });
  } finally {
    await lab.close();
  }
});
