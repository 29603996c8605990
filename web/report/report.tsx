import type { ComponentChild } from 'preact';
import type { ReportData } from '../../bench/report/html/report-data.ts';
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

/** A section of the page, and the text that leads to it. */
interface Part {
  readonly id: string;
  readonly link: string;
  readonly Section: (props: SectionProps) => ComponentChild;
}

/** The sections that there is something for, in their order. */
function partsOf({ rates, curves, timelines, limits, agents }: ReportData): Part[] {
  const goodput = { id: 'goodput', link: 'Goodput', Section: rates === undefined ? GoodputSection : RateSection };
  const hasCurves = rates !== undefined || curves.length > 0;
  const parts: (Part | false)[] = [
    hasCurves && goodput,
    { id: 'efficiency', link: 'Efficiency', Section: EfficiencySection },
    { id: 'times', link: 'Where the time went', Section: TimeSection },
    { id: 'requests', link: 'Requests', Section: WaterfallSection },
    timelines.length > 0 && { id: 'timeline', link: 'Over time', Section: TimelineSection },
    limits.length > 0 && { id: 'limit', link: 'Limits', Section: LimitSection },
    { id: 'latency', link: 'Latency', Section: LatencySection },
    { id: 'outcomes', link: 'Outcomes', Section: OutcomeSection },
    // Without curves it says how to get some, which nobody looks for first.
    !hasCurves && goodput,
    { id: 'figures', link: 'Figures', Section: FigureSection },
    { id: 'costs', link: 'Costs', Section: CostSection },
    agents !== undefined && { id: 'agents', link: 'Agents', Section: AgentSection },
    { id: 'warnings', link: 'Warnings', Section: WarningSection },
    { id: 'run', link: 'How it was run', Section: RunSection },
  ];
  return parts.filter((part) => part !== false);
}

/** The whole page. */
export function Report({ data }: { data: ReportData }) {
  const parts = partsOf(data);
  return (
    <>
      <Heading data={data} links={parts} />
      {parts.map(({ id, Section }) => (
        <Section key={id} id={id} data={data} />
      ))}
    </>
  );
}
