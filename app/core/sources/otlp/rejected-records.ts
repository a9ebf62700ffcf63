/** Reasons that an answer names; the records behind the others are counted all the same. */
const reasonsMax = 10;
/** A reason is one of ours, but the rows' way may put more into it than an answer needs. */
const reasonLength = 200;

/** The records of one request that were not kept, by reason. */
export class RejectedRecords {
  count = 0;
  private readonly reasons = new Map<string, number>();

  add(reason: string): void {
    this.count += 1;
    const known = this.reasons.get(reason);
    if (known !== undefined || this.reasons.size < reasonsMax) this.reasons.set(reason, (known ?? 0) + 1);
  }

  /** One line for the sender. */
  message(): string {
    return [...this.reasons].map(([reason, count]) => `${count} × ${reason.slice(0, reasonLength)}`).join('; ');
  }
}
