import { sum } from 'simple-statistics';
import type { AssertionCheck } from '../criteria/assertion.ts';
import { type Cell, type CellResult, isMeasured } from '../result/cell.ts';
import { cellName, levelText } from '../result/cell-group.ts';
import type { BenchResult } from '../result/result.ts';
import { escapeXml } from './escape-xml.ts';
import { doubts, doubtText } from './text/doubts.ts';

interface TestCase {
  readonly className: string;
  readonly name: string;
  readonly seconds: number;
  /** Absent when it passed. */
  readonly outcome?: { readonly element: 'error' | 'failure' | 'skipped'; readonly message: string };
}

/**
 * A bench as JUnit XML, which build servers read: a suite of cells, in which a cell that could not be measured is an error
 * and one that was not run is skipped, and a suite of assertions where there are any.
 */
export function junitReport(result: BenchResult, checks: readonly AssertionCheck[]): string {
  const cells = [...result.cells.map(cellCase), ...notRun(result).map(skippedCase)];
  const assertions = checks.map(assertionCase);
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="flaglab bench"${counts([...cells, ...assertions])}>`,
    `  <testsuite name="cells"${counts(cells)} timestamp="${escapeXml(result.startedAt)}">`,
    ...properties(result),
    ...cells.flatMap(caseLines),
    ...warnings(result),
    '  </testsuite>',
    ...assertionSuite(assertions),
    '</testsuites>',
  ].join('\n')}\n`;
}

function cellCase(cell: CellResult): TestCase {
  if (isMeasured(cell)) return { ...namesOf(cell), seconds: cell.elapsedMs / 1000 };
  return { ...namesOf(cell), seconds: 0, outcome: { element: 'error', message: cell.error } };
}

function skippedCase(cell: Cell): TestCase {
  return { ...namesOf(cell), seconds: 0, outcome: { element: 'skipped', message: 'the bench ended before it' } };
}

function assertionCase({ text, ok, sentence }: AssertionCheck): TestCase {
  const passed = { className: 'assertions', name: text, seconds: 0 };
  return ok ? passed : { ...passed, outcome: { element: 'failure', message: sentence } };
}

function namesOf(cell: Cell): Pick<TestCase, 'className' | 'name'> {
  const { server, strategy, repetition } = cell;
  return { className: `${server}.${strategy}`, name: `${levelText(cell)}, repetition ${repetition}` };
}

function notRun({ planned, cells }: BenchResult): Cell[] {
  const nameOf = (cell: Cell) => `${cellName(cell)}, ${cell.repetition}`;
  const done = new Set(cells.map(nameOf));
  return planned.filter((cell) => !done.has(nameOf(cell)));
}

function counts(cases: readonly TestCase[]): string {
  const count = (element: string) => cases.filter(({ outcome }) => outcome?.element === element).length;
  const failed = `failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
  return ` tests="${cases.length}" ${failed} time="${sum(cases.map(({ seconds }) => seconds)).toFixed(3)}"`;
}

function properties({ id, commandLine, seed, timeScale, timeoutMs, versions, machine }: BenchResult): string[] {
  const values = {
    id,
    commandLine,
    seed,
    timeScale,
    timeoutMs,
    flaglab: versions.flaglab,
    node: versions.node,
    machine: `${machine.cpu}, ${machine.cores} cores, ${machine.platform}`,
  };
  const lines = Object.entries(values).map(
    ([name, value]) => `      <property name="${name}" value="${escapeXml(String(value))}"/>`,
  );
  return ['    <properties>', ...lines, '    </properties>'];
}

function caseLines({ className, name, seconds, outcome }: TestCase): string[] {
  const names = `classname="${escapeXml(className)}" name="${escapeXml(name)}"`;
  const open = `    <testcase ${names} time="${seconds.toFixed(3)}"`;
  if (outcome === undefined) return [`${open}/>`];
  return [`${open}>`, `      <${outcome.element} message="${escapeXml(outcome.message)}"/>`, '    </testcase>'];
}

function warnings(result: BenchResult): string[] {
  const lines = doubts(result).map((doubt) => escapeXml(`warning: ${doubtText(doubt)}`));
  if (lines.length === 0) return [];
  return [`    <system-out>${lines.join('\n')}</system-out>`];
}

function assertionSuite(assertions: readonly TestCase[]): string[] {
  if (assertions.length === 0) return [];
  return [`  <testsuite name="assertions"${counts(assertions)}>`, ...assertions.flatMap(caseLines), '  </testsuite>'];
}
