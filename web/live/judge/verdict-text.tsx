import { doubtsOf } from '../../../bench/report/text/verdict-doubts.ts';
import { verdictAnswer, verdictRows } from '../../../bench/report/text/verdict-text.ts';
import type { Verdict } from '../../../servers/records/verdict-schema.ts';

/** What a server saw of a client, as `watch` prints it: the figures, what is doubtful, and last the answer. */
export function VerdictText({ verdict }: { verdict: Verdict }) {
  const { label, run } = verdict;
  return (
    <article class="verdict" aria-label={`Verdict of ${label}`}>
      <h2>
        {label} saw{run === undefined ? '' : ` of run ${run}`}
      </h2>
      <dl>
        {verdictRows(verdict).map(([what, figure]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
      {doubtsOf(verdict).map((doubt) => (
        <p key={doubt} class="doubt">
          {doubt}
        </p>
      ))}
      <p class="answer">{verdictAnswer(verdict)}</p>
    </article>
  );
}
