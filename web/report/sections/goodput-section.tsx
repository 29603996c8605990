import type { CurvePanel } from '../../../bench/report/html/curve-panels.ts';
import { GoodputChart } from '../../charts/goodput-chart.tsx';
import { Legend } from '../../charts/marks/legend.tsx';
import { LegendKey } from '../../charts/marks/legend-key.tsx';
import { StrategyMark } from '../../charts/marks/strategy-mark.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Panel } from '../parts/panel.tsx';
import { Section, type SectionProps } from './section.tsx';

/** What concurrency gains: goodput over m, a panel for each server. */
export function GoodputSection({ id, data: { curves, strategies } }: SectionProps) {
  const shown = strategies.filter((name) => curves.some(({ series }) => series.some((one) => one.strategy === name)));
  const isRepeated = curves.some(({ series }) =>
    series.some(({ levels }) => levels.some(({ repetitions }) => repetitions > 1)),
  );
  const isFitted = curves.some(({ series }) => series.some(({ fit }) => fit !== undefined));
  return (
    <Section id={id} title="What concurrency gains: goodput over m">
      {curves.length === 0 ? (
        <EmptyNote>
          Every strategy was measured at one m only, so there is no curve. Several make one:{' '}
          <code>npx flaglab bench -s LIMITED -c async --sweep 1,2,4,8,16,32</code>
        </EmptyNote>
      ) : (
        <>
          <Legend shown={shown} all={strategies}>
            <Keys isRepeated={isRepeated} isFitted={isFitted} />
          </Legend>
          <div class="panels">
            {curves.map((panel) => (
              <Panel key={panel.server} title={`${panel.server}: goodput over requests in flight`}>
                <GoodputChart panel={panel} strategies={strategies} />
                <Remarks panel={panel} strategies={strategies} />
                <Explanations panel={panel} />
              </Panel>
            ))}
          </div>
        </>
      )}
    </Section>
  );
}

function Keys({ isRepeated, isFitted }: { isRepeated: boolean; isFitted: boolean }) {
  return (
    <>
      {isRepeated && (
        <LegendKey text="95 % interval" width={8}>
          <path d="M4,0V18" class="key-interval" />
        </LegendKey>
      )}
      {isFitted && (
        <LegendKey text="fit (Universal Scalability Law)">
          <path d="M0,14Q10,4 28,4" class="key-line" />
        </LegendKey>
      )}
      <LegendKey text="enough" width={20}>
        <circle cx="10" cy="9" r="7.5" class="key-line" />
      </LegendKey>
      <LegendKey text="ideal">
        <path d="M0,9H28" class="key-dashed" />
      </LegendKey>
    </>
  );
}

/** What was found out, once for all strategies of which it is true. */
function Remarks({ panel: { series, ideal }, strategies }: { panel: CurvePanel; strategies: readonly string[] }) {
  const swept = series.filter(({ sentences }) => sentences.length > 0);
  const groups = [...Map.groupBy(swept, ({ sentences }) => sentences.join('; '))];
  return (
    <ul class="remarks">
      {groups.map(([text, group]) => (
        <li key={text}>
          {group.map(({ strategy }) => (
            <span class="name" key={strategy}>
              <StrategyMark strategy={strategy} all={strategies} /> <strong>{strategy}</strong>
            </span>
          ))}
          {text}.
        </li>
      ))}
      {ideal.length === 0 && <li>The server holds no request for a known time, so there is no ideal line.</li>}
    </ul>
  );
}

/** What general ways to find a knee say, for whoever asks. */
function Explanations({ panel: { series } }: { panel: CurvePanel }) {
  const explained = series.filter(({ explanations }) => explanations.length > 0);
  return (
    <details>
      <summary>What the scalability law and Kneedle find, and whether it may be used</summary>
      {explained.map(({ strategy, explanations }) => (
        <ul class="remarks" key={strategy}>
          {explanations.map(({ title, finding, use }) => (
            <li key={title}>
              <strong>
                {strategy}, {title}
              </strong>
              : {finding}; {use}.
            </li>
          ))}
        </ul>
      ))}
    </details>
  );
}
