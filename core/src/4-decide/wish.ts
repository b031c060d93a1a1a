import type { Instant, Text } from "../1-signal/index.ts";

/** After IEC 60601-1-8: high is death or irreversible injury, medium reversible injury, low minor injury or discomfort. */
export const levels = ["low", "medium", "high"] as const;
export type Level = (typeof levels)[number];

/**
 * What a skill would like to be done. Wishes are standing: a skill repeats a wish in every turn in which it still holds,
 * and leaves it out when it does not. `key` names the matter ("one-matter, one-key"): the same key is the same alert.
 */
export type Wish =
  | { readonly do: "tell"; readonly key: string; readonly level: Level; readonly text: Text; readonly by?: Instant }
  | {
      readonly do: "ask";
      readonly key: string;
      readonly level: Level;
      readonly text: Text;
      readonly answers: readonly string[];
    }
  | { readonly do: "task"; readonly key: string; readonly text: Text; readonly due: Instant; readonly role: string }
  | {
      readonly do: "order";
      readonly key: string;
      readonly capability: string;
      readonly parameters: Readonly<Record<string, unknown>>;
    }
  | {
      readonly do: "write";
      readonly key: string;
      readonly resource: { readonly resourceType: string; readonly [field: string]: unknown };
    };

export type Verb = Wish["do"];
