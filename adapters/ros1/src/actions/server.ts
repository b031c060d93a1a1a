import { header, secondsOf } from "../messages/time.ts";
import type { RosNode } from "../node/node.ts";
import type { Publication } from "../node/publication.ts";
import { reason } from "../trouble.ts";
import {
  type ActionFeedback,
  type ActionGoal,
  type ActionResult,
  type ActionType,
  type GoalId,
  type GoalState,
  type GoalStatus,
  goalId,
  goalStates,
  type StatusArray,
  statusArray,
} from "./action-type.ts";

export interface Ended<R> {
  readonly state: "succeeded" | "aborted" | "preempted" | "rejected";
  readonly text?: string;
  readonly result: R;
}

export interface Execution<F> {
  readonly id: string;
  /** Aborts when the goal is cancelled, or another one comes: the robot is to stop then. */
  readonly signal: AbortSignal;
  feedback(feedback: F): void;
}

export type Execute<G, F, R> = (goal: G, execution: Execution<F>) => Promise<Ended<R>>;

export interface ActionServer {
  /** Goals at work now: none or one. */
  readonly active: number;
  close(): Promise<void>;
}

/**
 * An action's server, with one goal at work: a new one preempts it, as actionlib's SimpleActionServer does. `empty` is the
 * result of a goal that never came to work or whose work failed.
 */
export const actionServer = <G, F, R>(
  node: RosNode,
  name: string,
  type: ActionType<G, F, R>,
  empty: R,
  execute: Execute<G, F, R>,
): ActionServer => new NodeActionServer(node, name, type, empty, execute);

interface Goal {
  readonly id: GoalId;
  readonly abort: AbortController;
  state: GoalState;
  text: string;
  /** When it ended, by the monotonic clock, ms. */
  endedAt: number;
}

const statusEveryMs = 200;
/** An ended goal is told for so long, ms, as actionlib does. */
const keptForMs = 5000;

class NodeActionServer<G, F, R> implements ActionServer {
  readonly #node: RosNode;
  readonly #empty: R;
  readonly #execute: Execute<G, F, R>;
  readonly #goals = new Map<string, Goal>();
  readonly #status: Publication<StatusArray>;
  readonly #feedback: Publication<ActionFeedback<F>>;
  readonly #result: Publication<ActionResult<R>>;
  readonly #timer: NodeJS.Timeout;
  readonly #subscriptions;
  /** The goal at work; the next waits until it has ended. */
  #work: Promise<void> = Promise.resolve();
  #current: Goal | null = null;
  /** Goals stamped before this are cancelled on arrival. */
  #cancelledUntil = 0;

  constructor(node: RosNode, name: string, type: ActionType<G, F, R>, empty: R, execute: Execute<G, F, R>) {
    this.#node = node;
    this.#empty = empty;
    this.#execute = execute;
    this.#status = node.publish(`${name}/status`, statusArray, { queue: 10, isLatched: true });
    this.#feedback = node.publish(`${name}/feedback`, type.feedback, { queue: 10 });
    this.#result = node.publish(`${name}/result`, type.result, { queue: 50 });
    this.#subscriptions = [
      node.subscribe(`${name}/goal`, type.goal, (goal) => this.#take(goal), { queue: 10 }),
      node.subscribe(`${name}/cancel`, goalId, (cancel) => this.#cancel(cancel), { queue: 10 }),
    ];
    this.#timer = setInterval(() => this.#tell(), statusEveryMs);
    this.#tell();
  }

  get active(): number {
    return this.#current ? 1 : 0;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const { abort } of this.#goals.values()) abort.abort();
    await this.#work;
    await Promise.all([...this.#subscriptions, this.#status, this.#feedback, this.#result].map((one) => one.close()));
  }

  #take({ goal_id: given, goal: wanted }: ActionGoal<G>): void {
    const id = given.id === "" ? { ...given, id: `${this.#node.name}-${this.#goals.size}-${this.#node.now()}` } : given;
    if (this.#goals.has(id.id)) return;
    const goal: Goal = { id, abort: new AbortController(), state: "pending", text: "", endedAt: 0 };
    const isEarlier = secondsOf(id.stamp) > 0 && secondsOf(id.stamp) <= this.#cancelledUntil;
    for (const other of this.#goals.values()) this.#stop(other);
    this.#goals.set(id.id, goal);
    if (isEarlier) this.#stop(goal);
    this.#tell();
    this.#work = this.#work.then(() => this.#run(goal, wanted));
  }

  async #run(goal: Goal, wanted: G): Promise<void> {
    if (goal.abort.signal.aborted) {
      this.#end(goal, "recalled", "cancelled before it began", this.#empty);
      return;
    }
    goal.state = "active";
    this.#current = goal;
    this.#tell();
    const feedback = (told: F): void => {
      this.#feedback.publish({ header: header(this.#node.now()), status: statusOf(goal), feedback: told });
    };
    try {
      const {
        state,
        text = "",
        result,
      } = await this.#execute(wanted, {
        id: goal.id.id,
        signal: goal.abort.signal,
        feedback,
      });
      // Done in spite of a cancel is done; not done after one is preempted.
      this.#end(goal, goal.abort.signal.aborted && state === "aborted" ? "preempted" : state, text, result);
    } catch (error) {
      this.#end(goal, goal.abort.signal.aborted ? "preempted" : "aborted", reason(error), this.#empty);
    }
    this.#current = null;
  }

  #end(goal: Goal, state: GoalState, text: string, result: R): void {
    goal.state = state;
    goal.text = text;
    goal.endedAt = performance.now();
    this.#tell();
    this.#result.publish({ header: header(this.#node.now()), status: statusOf(goal), result });
  }

  /** After actionlib_msgs/GoalID: nothing given: all; an id: that one; a time: all up to it, and the id. */
  #cancel({ stamp, id }: GoalId): void {
    const until = secondsOf(stamp);
    for (const goal of this.#goals.values()) {
      const isMeant = goal.id.id === id || (until > 0 && secondsOf(goal.id.stamp) <= until);
      if (isMeant || (id === "" && until === 0)) this.#stop(goal);
    }
    this.#cancelledUntil = Math.max(this.#cancelledUntil, until);
    this.#tell();
  }

  #stop(goal: Goal): void {
    if (goal.state === "pending") goal.state = "recalling";
    else if (goal.state === "active") goal.state = "preempting";
    else return;
    goal.abort.abort();
  }

  #tell(): void {
    const now = performance.now();
    for (const [id, { endedAt }] of this.#goals) if (endedAt > 0 && now - endedAt > keptForMs) this.#goals.delete(id);
    this.#status.publish({ header: header(this.#node.now()), status_list: [...this.#goals.values()].map(statusOf) });
  }
}

const statusOf = ({ id, state, text }: Goal): GoalStatus => ({ goal_id: id, status: goalStates[state], text });
