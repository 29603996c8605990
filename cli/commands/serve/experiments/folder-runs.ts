import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SavedRun } from '../../../../bench/store/load-run.ts';
import { NotFoundError } from '../../../../lib/errors/not-found-error.ts';
import type { KeptRun } from '../../../../servers/control/experiments/experiment-schemas.ts';
import type { KeptRuns } from '../../../../servers/control/experiments/kept-runs.ts';
import { lessonSentence } from '../../../result-text/lesson-sentence.ts';
import { withResumeHint } from '../../../result-text/resume-hint.ts';

/** So many runs are listed: the answer of each is made from its result. */
const MAX_LISTED = 50;

/** What the id of a run is made of: it is no path. */
const ID = /^\w[\w.-]*$/;

/** The runs of a folder. What reads them is loaded when somebody asks for one. */
export class FolderRuns implements KeptRuns {
  readonly #results: string;

  /** @param results the folder of all runs */
  constructor(results: string) {
    this.#results = results;
  }

  async list(): Promise<readonly KeptRun[]> {
    const { listRuns } = await import('../../../../bench/store/list-runs.ts');
    const { listedRun } = await import('../../history/listed-run.ts');
    const runs = listRuns(this.#results).slice(-MAX_LISTED).reverse();
    return runs.map((run) => {
      const { lesson: _, ...listed } = listedRun(run, this.#results);
      return listed;
    });
  }

  async result(id: string): Promise<object> {
    const { result } = await this.#load(id);
    return result;
  }

  async report(id: string): Promise<string> {
    const { htmlReport } = await import('../../../../bench/report/html/html-report.ts');
    const { result, records, folder } = await this.#load(id);
    return htmlReport(withResumeHint(result, folder), records, { foretold: await lessonSentence(result) });
  }

  async #load(id: string): Promise<SavedRun> {
    if (!ID.test(id) || !existsSync(join(this.#results, id))) {
      throw new NotFoundError(`there is no run "${id}": /api/history lists them`);
    }
    const { loadRun } = await import('../../../../bench/store/load-run.ts');
    return await loadRun(this.#results, id);
  }
}
