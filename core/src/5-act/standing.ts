import type { Refusal, SubjectId } from "../1-signal/index.ts";
import type { Wish } from "../4-decide/index.ts";
import type { Alert, Telling } from "./alert.ts";
import type { Order, OrderDeed } from "./order.ts";
import type { Task } from "./task.ts";
import { TurnMarks } from "./turn-marks.ts";

/** Everything that act remembers. Alerts and tasks are found by their matter: one matter, one alert. */
export interface Standing {
  readonly alerts: ReadonlyMap<string, Alert>;
  readonly tasks: ReadonlyMap<string, Task>;
  /** What bodies were asked for, by its matter: see `orderKeyOf`. */
  readonly orders: ReadonlyMap<string, Order>;
  /** Skill and subject → the last turn that was acted on: one gone through again after a crash changes nothing. */
  readonly turns: TurnMarks;
}

export const emptyStanding: Standing = {
  alerts: new Map(),
  tasks: new Map(),
  orders: new Map(),
  turns: TurnMarks.none,
};

/** What really happened, which may be less than what was wished. */
export type Deed =
  | {
      readonly type: "alert";
      readonly change: "raised" | "changed" | "taken" | "done" | "ended" | "over";
      readonly alert: Alert;
    }
  | { readonly type: "told"; readonly alert: Alert; readonly telling: Telling }
  | { readonly type: "task"; readonly change: "set" | "changed" | "taken" | "done" | "ended"; readonly task: Task }
  | OrderDeed
  | {
      readonly type: "refused";
      readonly subject: SubjectId;
      readonly skill: string;
      readonly wish: Wish;
      readonly refusal: Refusal;
    };

export interface Acted {
  readonly standing: Standing;
  readonly deeds: readonly Deed[];
}
