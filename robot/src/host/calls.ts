import { RobotFault } from "../fault.ts";

/** One end of a line between two threads: a worker, its parent, or a MessagePort. */
export interface Line {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: unknown) => void): unknown;
}

type Handler = (...given: never[]) => unknown;

interface Asked {
  readonly ask: number;
  readonly what: string;
  readonly given: readonly unknown[];
}

/** `ask` without an answer: nobody waits for one. */
interface Told {
  readonly tell: string;
  readonly given: readonly unknown[];
}

type Answer =
  | { readonly answer: number; readonly value: unknown }
  | { readonly answer: number; readonly code: string; readonly error: string; readonly remedy: string };

const has = <K extends string>(message: unknown, key: K): message is Record<K, unknown> =>
  typeof message === "object" && message !== null && key in message;

/** A fault crosses the line with its remedy, which stands at the end of its message. */
const refusal = (error: unknown): { readonly code: string; readonly error: string; readonly remedy: string } => {
  const remedy = has(error, "remedy") ? String(error.remedy) : "";
  const said = error instanceof Error ? error.message : String(error);
  return {
    code: has(error, "code") ? String(error.code) : "thread",
    error: remedy && said.endsWith(remedy) ? said.slice(0, -remedy.length).trimEnd() : said,
    remedy,
  };
};

/** Does what the other end asks for. */
export const serveCalls = (line: Line, handlers: Readonly<Record<string, Handler>>): void => {
  const done = async (what: string, given: readonly unknown[]): Promise<unknown> => {
    const handler = handlers[what];
    if (!handler) throw new RobotFault("thread", `A thread was asked for "${what}".`, "It knows no such thing.");
    return handler(...(given as never[]));
  };
  const answer = async ({ ask, what, given }: Asked): Promise<void> => {
    try {
      line.postMessage({ answer: ask, value: await done(what, given) } satisfies Answer);
    } catch (error) {
      line.postMessage({ answer: ask, ...refusal(error) } satisfies Answer);
    }
  };
  line.on("message", (message) => {
    if (has(message, "ask")) void answer(message as unknown as Asked);
    // What nobody waits for has nobody to be told that it failed: a handler of its own tells.
    else if (has(message, "tell")) void done((message as unknown as Told).tell, (message as unknown as Told).given);
  });
};

export interface Calls {
  /** Rejects when the other end refused, was lost, or has not answered in `patience` ms (0: waits for ever). */
  ask(what: string, given?: readonly unknown[], patience?: number): Promise<unknown>;
  tell(what: string, ...given: readonly unknown[]): void;
  /** The other end is gone: whoever waits is told. */
  lost(why: string): void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout | undefined;
}

export const callsTo = (line: Line, name: string): Calls => {
  const waiting = new Map<number, Waiting>();
  let [count, gone] = [0, ""];
  const settle = (id: number): Waiting | undefined => {
    const one = waiting.get(id);
    waiting.delete(id);
    clearTimeout(one?.timer);
    return one;
  };
  line.on("message", (message) => {
    if (!has(message, "answer")) return;
    const answer = message as unknown as Answer;
    const one = settle(answer.answer);
    if ("error" in answer) one?.reject(new RobotFault(answer.code, answer.error, answer.remedy));
    else one?.resolve(answer.value);
  });
  const late = (id: number, what: string, patience: number) => (): void =>
    settle(id)?.reject(
      new RobotFault(
        "late",
        `The ${name} did not answer "${what}" in ${patience} ms.`,
        "Look at its load or its link.",
      ),
    );
  return {
    ask: (what, given = [], patience = 0) =>
      new Promise((resolve, reject) => {
        if (gone) {
          reject(new RobotFault("lost", `The ${name} is gone: ${gone}.`, "It is started again, or say why not."));
          return;
        }
        count += 1;
        const timer = patience > 0 ? setTimeout(late(count, what, patience), patience) : undefined;
        waiting.set(count, { resolve, reject, timer });
        line.postMessage({ ask: count, what, given } satisfies Asked);
      }),
    tell: (what, ...given) => {
      if (!gone) line.postMessage({ tell: what, given } satisfies Told);
    },
    lost: (why) => {
      gone = why;
      for (const id of [...waiting.keys()])
        settle(id)?.reject(new RobotFault("lost", `The ${name} is gone: ${why}.`, "It is started again."));
    },
  };
};
