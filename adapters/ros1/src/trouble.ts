/** Something that went wrong and is being handled: told once until it is over. */
export interface Trouble {
  /** "master-lost", "master-back", "peer-lost", "peer-back", "refused", "skew", ... as docs/robot/ros1.md lists them. */
  readonly code: string;
  readonly why: string;
}

export type OnTrouble = (trouble: Trouble) => void;

export const reason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  // Node's fetch says only "fetch failed"; what failed is in its cause.
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
};
