import { isKind, type LoopEvent, type Order, type SourceId, type SubjectId } from "@sakiyomi/core";
import { z } from "zod";
import type { Desk } from "./desk.ts";
import { bind, endBinding } from "./devices.ts";
import { receive } from "./doorway.ts";
import type { Actor } from "./port.ts";

/** What comes of an order to measure; of a health check all that was measured. */
const measurement = z.object({
  kind: z.string().refine(isKind),
  value: z.number(),
  unit: z.string(),
  at: z.number(),
  /** How it was measured: "infrared-skin". */
  sensor: z.string().regex(/^[a-z0-9-]{1,30}$/),
});

const measured = z.union([
  /** `feels`: what the person said to how they are. */
  z.object({ found: z.array(measurement), feels: z.string().optional() }),
  measurement.transform((one) => ({ found: [one], feels: undefined })),
]);

const prefix = "device:robot-";

/** "device:robot-simulated.infrared-skin": whose sensor it is, and which. */
export const sensorOf = (body: string, sensor: string): SourceId =>
  `${prefix}${body.replace(/^robot:/, "")}.${sensor}` as SourceId;

/** Of a kind, the sensor that a robot measures it with. */
const sensors: Readonly<Record<string, string>> = { "body-temperature": "infrared-skin" };

const kindsOf = ({ capability, parameters }: Order): readonly string[] => {
  if (capability === "measure") return [String(parameters.kind)];
  return capability === "health-check" ? (parameters.kinds as readonly string[]) : [];
};

/** What a person said to it was heard with this. */
const EAR = "voice";
const listens = ({ capability }: Order): boolean => capability === "health-check";

/**
 * Takes what robots measure through the door, like what any device says. A robot's sensor is bound to the person from the
 * beginning of the order to its end: nothing else that it reads is about anybody. The values are called questionable,
 * because they are estimates: a person measures again where it matters.
 */
export class Measurements {
  readonly #desk: Desk;
  readonly #trouble: (error: unknown) => void;
  /** By order: the bindings that stand while it is done. */
  readonly #bindings = new Map<string, readonly string[]>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(desk: Desk, trouble: (error: unknown) => void) {
    this.#desk = desk;
    this.#trouble = trouble;
  }

  hear(event: LoopEvent): void {
    if (event.type !== "deeds") return;
    for (const deed of event.deeds) {
      if (deed.type !== "order" || kindsOf(deed.order).length === 0) continue;
      const { change, order } = deed;
      if (change === "started") this.#later(() => this.#begin(order));
      if (change === "done") this.#later(() => this.#finish(order));
      if (change === "failed" || change === "cancelled") this.#later(() => this.#end(order));
    }
  }

  /** What a house that stopped in the middle of a measurement has left bound is let go of. */
  async endOld(): Promise<void> {
    const old = [...this.#desk.loop.roster.bindings.values()].filter(
      ({ device, until }) => device.startsWith(prefix) && until === null,
    );
    for (const { id } of old) await endBinding(this.#desk, id, this.#desk.loop.now(), { id: "system", name: "system" });
  }

  /** Resolves when all that was heard so far has been kept. */
  async idle(): Promise<void> {
    await this.#queue;
  }

  #later(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch(this.#trouble);
  }

  async #begin(order: Order): Promise<void> {
    const person = order.subject.replace(/^person:/, "");
    const names = [...kindsOf(order).map((kind) => sensors[kind] ?? "sensor"), ...(listens(order) ? [EAR] : [])];
    const worn = new Set(names.map((name) => sensorOf(order.body ?? "", name)));
    for (const device of worn) {
      const bound = await bind(this.#desk, device, person, this.#desk.loop.now(), this.#actorOf(order));
      if (bound.ok) this.#bindings.set(order.id, [...(this.#bindings.get(order.id) ?? []), bound.value.id]);
      else await this.#refused(order, bound.refusal.code);
    }
  }

  async #finish(order: Order): Promise<void> {
    try {
      await this.#keep(order);
    } finally {
      await this.#end(order);
    }
  }

  async #keep(order: Order): Promise<void> {
    const { found, feels } = measured.parse(order.result);
    for (const { kind, value, unit, at, sensor } of found)
      await this.#says(order, sensor, { kind, value, unit, at, quality: "questionable" });
    const at = this.#desk.loop.now();
    if (feels !== undefined) await this.#says(order, EAR, { kind: "note", value: { text: feels.slice(0, 2000) }, at });
  }

  async #says(order: Order, sensor: string, said: { readonly at: number } & Readonly<Record<string, unknown>>) {
    const source = sensorOf(order.body ?? "", sensor);
    const raw = { ...said, at: new Date(said.at).toISOString(), subject: order.subject };
    const { refused } = await receive(this.#desk.loop, [raw], { source });
    for (const { refusal } of refused) await this.#refused(order, refusal.code);
  }

  async #end({ id, ...order }: Order): Promise<void> {
    const bound = this.#bindings.get(id) ?? [];
    this.#bindings.delete(id);
    for (const one of bound) {
      const binding = this.#desk.loop.roster.bindings.get(one);
      // Somebody may have ended it meanwhile, or the person has left.
      if (binding?.until !== null) continue;
      await endBinding(this.#desk, binding.id, this.#desk.loop.now(), this.#actorOf(order));
    }
  }

  /** A value that nobody may keep, or that is nobody's, is told and forgotten. */
  async #refused(order: Order, code: string): Promise<void> {
    const at = this.#desk.loop.now();
    const { id: actor } = this.#actorOf(order);
    const line = { at, type: "refused", actor, subject: order.subject as SubjectId, content: { code } };
    await this.#desk.records.commit({ by: actor, at, journal: [line] });
  }

  #actorOf({ body }: Pick<Order, "body">): Actor {
    const title = this.#desk.loop.bodies.find(({ id }) => id === body)?.title;
    return { id: body ?? "system", name: title ?? body ?? "system" };
  }
}
