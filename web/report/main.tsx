import { render } from 'preact';
import type { ReportData } from '../../bench/report/html/report-data.ts';
import { Report } from './report.tsx';

const data = JSON.parse(document.querySelector('#data')!.textContent) as ReportData;

render(<Report data={data} />, document.querySelector('#report')!);
