import type { Header, RosTime } from "../messages/common.ts";
import { commonType, type MessageType, messageTypeOf } from "../messages/message-type.ts";

export interface GoalId {
  readonly stamp: RosTime;
  readonly id: string;
}

/** actionlib_msgs/GoalStatus */
export const goalStates = {
  pending: 0,
  active: 1,
  preempted: 2,
  succeeded: 3,
  aborted: 4,
  rejected: 5,
  preempting: 6,
  recalling: 7,
  recalled: 8,
  lost: 9,
} as const;
export type GoalState = keyof typeof goalStates;

export const goalStateOf = (code: number): GoalState => {
  const found = Object.entries(goalStates).find(([, known]) => known === code);
  return found ? (found[0] as GoalState) : "lost";
};

export interface GoalStatus {
  readonly goal_id: GoalId;
  readonly status: number;
  readonly text: string;
}

export interface StatusArray {
  readonly header: Header;
  readonly status_list: readonly GoalStatus[];
}

export interface ActionGoal<G> {
  readonly header: Header;
  readonly goal_id: GoalId;
  readonly goal: G;
}
export interface ActionFeedback<F> {
  readonly header: Header;
  readonly status: GoalStatus;
  readonly feedback: F;
}
export interface ActionResult<R> {
  readonly header: Header;
  readonly status: GoalStatus;
  readonly result: R;
}

/** An action: five topics with what is wanted, how far it is, and what came of it. */
export interface ActionType<G, F, R> {
  /** "control_msgs/FollowJointTrajectory" */
  readonly name: string;
  readonly goal: MessageType<ActionGoal<G>>;
  readonly feedback: MessageType<ActionFeedback<F>>;
  readonly result: MessageType<ActionResult<R>>;
}

export const goalId = commonType<GoalId>("actionlib_msgs/GoalID");
export const statusArray = commonType<StatusArray>("actionlib_msgs/GoalStatusArray");

const rule = `\n${"=".repeat(80)}\n`;
const known = [
  "MSG: std_msgs/Header\nuint32 seq\ntime stamp\nstring frame_id",
  "MSG: actionlib_msgs/GoalID\ntime stamp\nstring id",
  `MSG: actionlib_msgs/GoalStatus
GoalID goal_id
uint8 status
uint8 PENDING=0
uint8 ACTIVE=1
uint8 PREEMPTED=2
uint8 SUCCEEDED=3
uint8 ABORTED=4
uint8 REJECTED=5
uint8 PREEMPTING=6
uint8 RECALLING=7
uint8 RECALLED=8
uint8 LOST=9
string text`,
];

export interface ActionTexts {
  readonly goal: string;
  readonly result: string;
  readonly feedback: string;
  /** Definitions of the types that they name, each beginning with "MSG: <name>". */
  readonly others?: readonly string[];
}

/** An action from the three texts of its .action file. */
export const actionTypeOf = <G, F, R>(name: string, texts: ActionTexts): ActionType<G, F, R> => {
  const whole = <M>(kind: "Goal" | "Feedback" | "Result", head: string, text: string): MessageType<M> => {
    const field = kind.toLowerCase();
    const own = `${head}\n${name}${kind} ${field}`;
    return messageTypeOf<M>(
      `${name.replace(/\/(.*)$/, "/$1Action")}${kind}`,
      [own, `MSG: ${name}${kind}\n${text}`, ...known, ...(texts.others ?? [])].join(rule),
    );
  };
  const status = "Header header\nactionlib_msgs/GoalStatus status";
  return {
    name,
    goal: whole("Goal", "Header header\nactionlib_msgs/GoalID goal_id", texts.goal),
    feedback: whole("Feedback", status, texts.feedback),
    result: whole("Result", status, texts.result),
  };
};
