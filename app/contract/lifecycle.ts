/** Ends what the call that returned it began. Safe to call twice. */
export type Stop = () => void | Promise<void>;
