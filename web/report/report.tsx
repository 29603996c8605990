import type { ReportData } from '../../bench/report/html/report-data.ts';
import { CostSection } from './cost-section.tsx';
import { EfficiencySection } from './efficiency-section.tsx';
import { FigureSection } from './figure-section.tsx';
import { GoodputSection } from './goodput-section.tsx';
import { Heading } from './heading.tsx';
import { LatencySection } from './latency-section.tsx';
import { LimitSection } from './limit-section.tsx';
import { OutcomeSection } from './outcome-section.tsx';
import { RunSection } from './run-section.tsx';
import { WarningSection } from './warning-section.tsx';
import { WaterfallSection } from './waterfall-section.tsx';

/** What every section gets. */
export interface SectionProps {
  readonly data: ReportData;
}

/** The whole page. */
export function Report({ data }: SectionProps) {
  return (
    <>
      <Heading data={data} />
      <GoodputSection data={data} />
      <EfficiencySection data={data} />
      <WaterfallSection data={data} />
      <LimitSection data={data} />
      <LatencySection data={data} />
      <OutcomeSection data={data} />
      <FigureSection data={data} />
      <CostSection data={data} />
      <WarningSection data={data} />
      <RunSection data={data} />
    </>
  );
}
