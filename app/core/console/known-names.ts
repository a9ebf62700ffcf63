import type { ConsoleCatalogue } from '../../contract/console.ts';
import type { QueryError } from '../../contract/questions.ts';
import type { Result } from '../../contract/result.ts';
import type { AdminDatabase } from '../database/clients.ts';
import type { Clock } from '../host.ts';
import { catalogueNames } from '../queries/console/catalogue-names.ts';

/** Tables may also be changed by others: names are asked for again after this time. */
const freshForMs = 60_000;

/** The names for completion, asked for once and kept until they may have changed. */
export class KnownNames {
  private readonly clock: Clock;
  private kept: { readonly admin: AdminDatabase; readonly atMs: number; readonly answer: Answer } | undefined;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  async read(admin: AdminDatabase): Promise<Awaited<Answer>> {
    const nowMs = this.clock.monotonic();
    if (this.kept?.admin !== admin || nowMs - this.kept.atMs > freshForMs) {
      this.kept = { admin, atMs: nowMs, answer: catalogueNames(admin) };
    }
    const { kept } = this;
    const answer = await kept.answer;
    if (!answer.ok && this.kept === kept) this.kept = undefined;
    return answer;
  }

  /** The schema may have changed. */
  forget(): void {
    this.kept = undefined;
  }
}

type Answer = Promise<Result<ConsoleCatalogue, QueryError>>;
