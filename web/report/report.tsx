import { Heading } from './heading.tsx';
import { AgentSection } from './sections/agent-section.tsx';
import { CostSection } from './sections/cost-section.tsx';
import { EfficiencySection } from './sections/efficiency-section.tsx';
import { FigureSection } from './sections/figure-section.tsx';
import { GoodputSection } from './sections/goodput-section.tsx';
import { LatencySection } from './sections/latency-section.tsx';
import { LimitSection } from './sections/limit-section.tsx';
import { OutcomeSection } from './sections/outcome-section.tsx';
import { RateSection } from './sections/rate-section.tsx';
import { RunSection } from './sections/run-section.tsx';
import type { SectionProps } from './sections/section.tsx';
import { TimeSection } from './sections/time-section.tsx';
import { TimelineSection } from './sections/timeline-section.tsx';
import { WarningSection } from './sections/warning-section.tsx';
import { WaterfallSection } from './sections/waterfall-section.tsx';

/** The whole page. */
export function Report({ data }: SectionProps) {
  return (
    <>
      <Heading data={data} />
      {data.rates === undefined ? <GoodputSection data={data} /> : <RateSection data={data} />}
      <EfficiencySection data={data} />
      <TimeSection data={data} />
      <WaterfallSection data={data} />
      <TimelineSection data={data} />
      <LimitSection data={data} />
      <LatencySection data={data} />
      <OutcomeSection data={data} />
      <FigureSection data={data} />
      <CostSection data={data} />
      <AgentSection data={data} />
      <WarningSection data={data} />
      <RunSection data={data} />
    </>
  );
}
