import { RosFault } from "../fault.ts";
import { header } from "../messages/time.ts";
import type { RosNode } from "../node/node.ts";
import { type ActionType, type GoalState, type GoalStatus, goalId, goalStateOf, statusArray } from "./action-type.ts";

export interface SendOptions<F> {
  readonly onFeedback?: (feedback: F) => void;
  /** Cancels the goal. */
  readonly signal?: AbortSignal;
  /** After this the goal is cancelled, ms. Default: it may take as long as it wants. */
  readonly withinMs?: number;
  /** How long a cancelled goal may take to end, ms. Default 2000. */
  readonly cancelWithinMs?: number;
}

export interface Outcome<R> {
  readonly state: GoalState;
  readonly text: string;
  readonly result: R;
}

export interface ActionClient<G, F, R> {
  /** Resolves when a server listens and is heard; rejects when none does in time. */
  connected(withinMs?: number): Promise<void>;
  /**
   * Resolves with what came of it, whatever that is (preempted and aborted too). Throws `no-answer` where it took longer
   * than it may and does not end when it is cancelled, `peer-lost` where the server has gone.
   */
  send(goal: G, options?: SendOptions<F>): Promise<Outcome<R>>;
  /** All goals of this server, also those of others. */
  cancelAll(): void;
  close(): Promise<void>;
}

/** An action's client: `name` is what its five topics begin with. */
export const actionClient = <G, F, R>(node: RosNode, name: string, type: ActionType<G, F, R>): ActionClient<G, F, R> =>
  new NodeActionClient(node, name, type);

interface Sent<F, R> {
  readonly feedback: (feedback: F) => void;
  readonly done: (outcome: Outcome<R>) => void;
  readonly lost: (why: string) => void;
  missed: number;
}

/** A server tells the status of its goals 5 times a second, and of ended ones for 5 s. */
const missedAtMost = 15;
const lookEveryMs = 200;

class NodeActionClient<G, F, R> implements ActionClient<G, F, R> {
  readonly #node: RosNode;
  readonly #name: string;
  readonly #lines;
  readonly #sent = new Map<string, Sent<F, R>>();
  readonly #timer: NodeJS.Timeout;
  #count = 0;

  constructor(node: RosNode, name: string, type: ActionType<G, F, R>) {
    this.#node = node;
    this.#name = name;
    this.#lines = {
      goal: node.publish(`${name}/goal`, type.goal, { queue: 10 }),
      cancel: node.publish(`${name}/cancel`, goalId, { queue: 10 }),
      status: node.subscribe(`${name}/status`, statusArray, ({ status_list }) => this.#status(status_list), {
        queue: 10,
      }),
      feedback: node.subscribe(`${name}/feedback`, type.feedback, ({ status, feedback }) =>
        this.#sent.get(status.goal_id.id)?.feedback(feedback),
      ),
      result: node.subscribe(`${name}/result`, type.result, ({ status, result }) => {
        const state = goalStateOf(status.status);
        this.#sent.get(status.goal_id.id)?.done({ state, text: status.text, result });
      }),
    };
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
    this.#timer.unref();
  }

  async connected(withinMs = 5000): Promise<void> {
    const { goal, cancel, result, feedback } = this.#lines;
    await Promise.all([
      goal.subscribed(withinMs),
      cancel.subscribed(withinMs),
      result.connected(withinMs),
      feedback.connected(withinMs),
    ]);
  }

  async send(goal: G, options: SendOptions<F> = {}): Promise<Outcome<R>> {
    this.#count += 1;
    const stamp = this.#node.stamp();
    const id = `${this.#node.name}-${this.#count}-${stamp.sec}.${String(stamp.nsec).padStart(9, "0")}`;
    let end = (): void => {};
    try {
      return await new Promise<Outcome<R>>((resolve, reject) => {
        const lost = (why: string): void =>
          reject(new RosFault("peer-lost", `${this.#name}: ${why}.`, "Look at its node."));
        const { onFeedback = (): void => {} } = options;
        this.#sent.set(id, { feedback: onFeedback, done: resolve, lost, missed: 0 });
        end = this.#watch(id, options, reject);
        this.#lines.goal.publish({ header: header(this.#node.now()), goal_id: { stamp, id }, goal });
      });
    } finally {
      end();
      this.#sent.delete(id);
    }
  }

  cancelAll(): void {
    this.#lines.cancel.publish({ stamp: { sec: 0, nsec: 0 }, id: "" });
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const { lost } of this.#sent.values()) lost("the client was closed");
    await Promise.all(Object.values(this.#lines).map((line) => line.close()));
  }

  /** Cancels when it takes too long or is asked to, and gives it up when that does not help. */
  #watch(id: string, options: SendOptions<F>, reject: (error: Error) => void): () => void {
    const { signal, withinMs, cancelWithinMs = 2000 } = options;
    const timers: NodeJS.Timeout[] = [];
    const cancel = (): void => {
      this.#lines.cancel.publish({ stamp: { sec: 0, nsec: 0 }, id });
      const giveUp = (): void =>
        reject(new RosFault("no-answer", `${this.#name} does not end a cancelled goal.`, "Look at its node."));
      timers.push(setTimeout(giveUp, cancelWithinMs));
    };
    if (withinMs !== undefined) timers.push(setTimeout(cancel, withinMs));
    signal?.addEventListener("abort", cancel, { once: true });
    if (signal?.aborted) queueMicrotask(cancel);
    return () => {
      for (const timer of timers) clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
    };
  }

  #status(list: readonly GoalStatus[]): void {
    for (const { goal_id } of list) {
      const one = this.#sent.get(goal_id.id);
      if (one) one.missed = 0;
    }
  }

  #look(): void {
    for (const one of this.#sent.values()) {
      one.missed += 1;
      if (this.#lines.goal.subscribers === 0) one.lost("the server is gone");
      else if (one.missed > missedAtMost) one.lost("the server does not know the goal (any more)");
    }
  }
}
