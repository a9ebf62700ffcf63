import type { AttributeValue } from './otlp-record.ts';
import type { OtlpLimits } from './otlp-limits.ts';

type ValueLimits = Pick<OtlpLimits, 'valueDepth' | 'valuesPerRecord' | 'textLength'>;

/** What one record may hold of values, and how many were left out or cut, of all records that were read with it. */
export class ValueBudget {
  private readonly limits: ValueLimits;
  private values = 0;
  private isCutting = false;
  /** Records of which something was left out. */
  recordsCut = 0;

  constructor(limits: ValueLimits) {
    this.limits = limits;
  }

  /** To be called before each record. */
  reset(): void {
    this.values = 0;
    this.isCutting = false;
  }

  /** Whether the record may hold one more value. */
  take(): boolean {
    this.values += 1;
    return this.values <= this.limits.valuesPerRecord || this.cut();
  }

  /** Whether a list or a map may stand at this depth, counted from 0. */
  mayNest(depth: number): boolean {
    return depth < this.limits.valueDepth || this.cut();
  }

  text(whole: string): string {
    if (whole.length <= this.limits.textLength) return whole;
    this.cut();
    return whole.slice(0, this.limits.textLength);
  }

  private cut(): false {
    if (!this.isCutting) this.recordsCut += 1;
    this.isCutting = true;
    return false;
  }
}

/** Sets a key that a sender chose: `__proto__` becomes a key like every other. */
export function setKey(map: Record<string, AttributeValue>, key: string, value: AttributeValue): void {
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
  else map[key] = value;
}
