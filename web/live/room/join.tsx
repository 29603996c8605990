import { useMemo } from 'preact/hooks';
import { encode } from 'uqr';
import type { RoomState } from '../../../servers/control/room/room-schemas.ts';
import { Breakable } from '../lab/breakable.tsx';
import { Command } from '../lab/command.tsx';
import { getCommand } from '../lab/get-command.ts';

/** How others get here: the line to read out, and a picture of this page's address for telephones. */
export function Join({ room, label }: { room: RoomState; label: string }) {
  const server = room.servers.find((one) => one.label === label) ?? room.servers[0];
  if (server === undefined) return null;
  const { hostname } = new URL(server.url);
  const page = `http://${hostname}:${location.port}/`;
  return (
    <details class="how" open={room.names.length === 0}>
      <summary>How to join</summary>
      <div class="join">
        <div>
          <p>
            Take a name and ask{' '}
            <code class="line">
              <Breakable text={`${server.url}/run/YOUR-NAME/flags/`} />
            </code>
          </p>
          <p>
            or <Command text={getCommand(server, true)} />
          </p>
          <p>This page: {page} · A name is no password: whoever knows one can use it.</p>
          <p>
            A new run begins after 5 s without requests, with each <code>get</code>, or by{' '}
            <Command text={`curl -X POST ${server.url}/run/YOUR-NAME`} />
          </p>
        </div>
        <figure>
          <QrCode text={page} />
          <figcaption>opens this page</figcaption>
        </figure>
      </div>
    </details>
  );
}

function QrCode({ text }: { text: string }) {
  const { data, size } = useMemo(() => encode(text), [text]);
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={`QR code of ${text}`}>
      <rect width={size} height={size} />
      <path d={path} />
    </svg>
  );
}
