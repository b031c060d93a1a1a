import { RosbridgeFault } from "./fault.ts";

export type Take = (message: unknown, topic: string) => void;
export type Answer = (args: unknown) => unknown;

/** What is in the same process as the server. */
export interface Local {
  /** To all that have subscribed. `isLatched`: and to those who will. */
  publish(topic: string, type: string, message: unknown, isLatched?: boolean): void;
  /** Gives back what ends it. */
  subscribe(topic: string, take: Take): () => void;
  /** Answers a service; what it throws is told as the reason. Gives back what ends it. */
  serve(service: string, type: string, answer: Answer): () => void;
  call(service: string, args: unknown, withinMs?: number): Promise<unknown>;
  /** Topics that somebody publishes, with their types. */
  topics(): ReadonlyMap<string, string>;
  /** How many listen to a topic. */
  listeners(topic: string): number;
}

export interface Hub {
  readonly local: Local;
  advertise(topic: string, type: string): void;
  unadvertise(topic: string): void;
  close(): void;
}

interface Service {
  readonly type: string;
  readonly answer: Answer;
}

/** A service takes no longer than this unless told otherwise, ms. */
const usual = 10_000;

/** Where messages meet. */
export const openHub = (): Hub => {
  const meeting = new Meeting();
  const local: Local = {
    publish: (topic, type, message, isLatched = false) => meeting.publish(topic, type, message, isLatched),
    subscribe: (topic, take) => meeting.subscribe(topic, take),
    serve: (service, type, answer) => meeting.serve(service, { type, answer }),
    call: (service, args, withinMs = usual) => meeting.call(service, args, withinMs),
    topics: () => new Map([...meeting.types].map(([topic, { type }]) => [topic, type])),
    listeners: (topic) => meeting.takers.get(fullName(topic))?.size ?? 0,
  };
  offerRosapi(local);
  return {
    local,
    advertise: (topic, type) => meeting.advertise(topic, type),
    unadvertise: (topic) => meeting.unadvertise(topic),
    close: () => meeting.close(),
  };
};

/** As much of rosapi as a browser asks for first: topics, and parameters as JSON. */
const offerRosapi = (local: Local): void => {
  const params = new Map<string, unknown>();
  local.serve("/rosapi/topics", "rosapi/Topics", () => ({
    topics: [...local.topics().keys()],
    types: [...local.topics().values()],
  }));
  local.serve("/rosapi/set_param", "rosapi/SetParam", (args) => {
    const { name, value } = args as { readonly name?: unknown; readonly value?: unknown };
    params.set(String(name), value);
    return {};
  });
  local.serve("/rosapi/get_param", "rosapi/GetParam", (args) => {
    const { name, default: otherwise = "" } = args as { readonly name?: unknown; readonly default?: unknown };
    return { value: params.get(String(name)) ?? otherwise };
  });
};

class Meeting {
  readonly takers = new Map<string, Set<Take>>();
  readonly types = new Map<string, { readonly type: string; count: number }>();
  readonly #latched = new Map<string, unknown>();
  readonly #services = new Map<string, Service>();

  advertise(name: string, type: string): void {
    const topic = fullName(name);
    const known = this.types.get(topic);
    if (known && known.type !== type)
      throw new RosbridgeFault("wrong-type", `${topic} is of type ${known.type}, not ${type}.`, "Use that type.");
    if (known) known.count += 1;
    else this.types.set(topic, { type, count: 1 });
  }

  unadvertise(name: string): void {
    const topic = fullName(name);
    const known = this.types.get(topic);
    if (!known) return;
    known.count -= 1;
    if (known.count === 0) this.types.delete(topic);
  }

  publish(name: string, type: string, message: unknown, isLatched: boolean): void {
    const topic = fullName(name);
    if (this.types.get(topic)?.type !== type) this.advertise(topic, type);
    if (isLatched) this.#latched.set(topic, message);
    for (const take of [...(this.takers.get(topic) ?? [])]) take(message, topic);
  }

  subscribe(name: string, take: Take): () => void {
    const topic = fullName(name);
    const all = this.takers.get(topic) ?? new Set<Take>();
    this.takers.set(topic, all.add(take));
    if (this.#latched.has(topic)) take(this.#latched.get(topic), topic);
    return () => void all.delete(take);
  }

  serve(given: string, service: Service): () => void {
    const name = fullName(given);
    if (this.#services.has(name))
      throw new RosbridgeFault("twice", `${name} is served already.`, "Close the other one first.");
    this.#services.set(name, service);
    return () => {
      if (this.#services.get(name) === service) this.#services.delete(name);
    };
  }

  async call(name: string, args: unknown, withinMs: number): Promise<unknown> {
    const found = this.#services.get(fullName(name));
    if (!found) throw new RosbridgeFault("no-service", `There is no service ${name}.`, "Start its node.");
    return await within(
      name,
      Promise.resolve().then(() => found.answer(args)),
      withinMs,
    );
  }

  close(): void {
    this.takers.clear();
    this.#services.clear();
  }
}

/** Names without a slash are in the root namespace: roslib calls "rosapi/topics". */
export const fullName = (name: string): string => (name.startsWith("/") ? name : `/${name}`);

const within = async (service: string, answer: Promise<unknown>, ms: number): Promise<unknown> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const fault = new RosbridgeFault("no-answer", `${service} did not answer within ${ms} ms.`, "Look at its node.");
    timer = setTimeout(() => reject(fault), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
};
