/** What can be wrong with a set of episodes. */
export type IssueKind =
  | "unreadable"
  | "short"
  | "order"
  | "gap"
  | "rate"
  | "missing"
  | "not-a-number"
  | "constant"
  | "clipped"
  | "padded"
  | "bounds"
  | "statistics";

/** One finding: where, what, and what to do about it. */
export interface Issue {
  readonly kind: IssueKind;
  readonly episode?: number;
  /** Of the episode: where it is first seen. */
  readonly frame?: number;
  readonly feature?: string;
  /** Name or number of the element. */
  readonly element?: string;
  readonly what: string;
  readonly remedy: string;
}

/** "episode 3, frame 17, observation.state/elbow" */
export function placeOf({ episode, frame, feature, element }: Issue): string {
  const parts = [
    ...(episode === undefined ? [] : [`episode ${episode}`]),
    ...(frame === undefined ? [] : [`frame ${frame}`]),
    ...(feature === undefined ? [] : [element === undefined ? feature : `${feature}/${element}`]),
  ];
  return parts.join(", ") || "the set";
}
