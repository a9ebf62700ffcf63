import type { OtlpLimits } from './otlp-limits.ts';

/** What is being received and decoded, of all requests: beyond the limits a sender is asked to come back. */
export class UnderWay {
  private readonly limits: Pick<OtlpLimits, 'requestsUnderWay' | 'bytesUnderWay'>;
  private requestsNow = 0;
  private bytesNow = 0;

  constructor(limits: Pick<OtlpLimits, 'requestsUnderWay' | 'bytesUnderWay'>) {
    this.limits = limits;
  }

  get requests(): number {
    return this.requestsNow;
  }

  get bytes(): number {
    return this.bytesNow;
  }

  /** A place for one more request, to be left when it is answered; undefined when there is none. */
  enter(): RequestRoom | undefined {
    if (this.requestsNow >= this.limits.requestsUnderWay) return undefined;
    this.requestsNow += 1;
    let taken = 0;
    return {
      take: (bytes) => {
        if (this.bytesNow + bytes > this.limits.bytesUnderWay) return false;
        this.bytesNow += bytes;
        taken += bytes;
        return true;
      },
      leave: () => {
        this.requestsNow -= 1;
        this.bytesNow -= taken;
        taken = 0;
      },
    };
  }
}

export interface RequestRoom {
  /** Room for so many more bytes of its body; false when there is none. */
  take(bytes: number): boolean;
  /** To be called once. */
  leave(): void;
}
