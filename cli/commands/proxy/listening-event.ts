import type { LabEvent } from '../../../lib/events.ts';
import { formatProfile } from '../../../servers/faults/format-profile.ts';
import type { RunningProxy } from '../../../servers/lab/start-proxy.ts';

/** What is to be told of a proxy that listens, and has had its certificate written to that file. */
export async function listeningEvent(proxy: RunningProxy, certificateFile?: string): Promise<LabEvent> {
  const { label, url, target, certificate } = proxy;
  return {
    type: 'listening',
    label,
    url,
    target,
    faults: formatProfile(await proxy.faults()),
    ...(!(await proxy.isEnabled()) && { enabled: false }),
    ...(certificate !== undefined && {
      certificate: {
        fingerprint: certificate.fingerprint,
        ...(certificateFile !== undefined && { file: certificateFile }),
      },
    }),
  };
}
