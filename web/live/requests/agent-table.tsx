import { failureOf } from './segments.ts';
import { type Bar, byAgent } from './shown-requests.ts';

/** What each agent has sent of the requests that are shown; nothing where there are no agents. */
export function AgentTable({ bars }: { bars: readonly Bar[] }) {
  const agents = byAgent(bars).flatMap(([agent, own]) =>
    agent === undefined ? [] : [{ agent, own: own.map(({ record }) => record) }],
  );
  if (agents.length === 0) return null;
  return (
    <div class="wide">
      <table class="arriving">
        <caption>Who sent these requests</caption>
        <thead>
          <tr>
            <th scope="col">agent</th>
            <th scope="col">requests</th>
            <th scope="col">in flight</th>
            <th scope="col">ok</th>
            <th scope="col">failed</th>
            <th scope="col">connections</th>
          </tr>
        </thead>
        <tbody>
          {agents.map(({ agent, own }) => {
            const open = own.filter(({ ending }) => ending === 'open').length;
            const failed = own.filter((record) => failureOf(record) !== undefined).length;
            return (
              <tr key={agent}>
                <th scope="row">{agent}</th>
                <td>{own.length}</td>
                <td>{open}</td>
                <td>{own.length - open - failed}</td>
                <td>{failed > 0 ? <span class="failure">✕ {failed}</span> : 0}</td>
                <td>{new Set(own.map(({ connection }) => connection)).size}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
