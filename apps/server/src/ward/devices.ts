import {
  accept,
  type Binding,
  type Instant,
  isBoundAt,
  overlapping,
  type Read,
  refuse,
  type SubjectId,
  sourceId,
} from "@sakiyomi/core";
import type { BindingView } from "../api.ts";
import { change, type Desk, newId, whoIsHere } from "./desk.ts";
import type { Actor } from "./port.ts";

/** From now on, or from a time in the past, the device is on that person. */
export async function bind(
  desk: Desk,
  device: string,
  person: string,
  from: Instant,
  by: Actor,
): Promise<Read<BindingView>> {
  const here = whoIsHere(desk, person);
  if (!here.ok) return here;
  const source = sourceId.safeParse(device.includes(":") ? device : `device:${device}`);
  if (!source.success) return refuse("SIG_SHAPE", "device", device, "an id of letters, digits, dots and dashes");
  if (from > desk.loop.now()) return refuse("SIG_FUTURE", "from", new Date(from).toISOString(), "now or earlier");
  const binding: Binding = { id: newId("b"), device: source.data, subject: here.value, from, until: null };
  const other = overlapping([...desk.loop.roster.bindings.values()], binding);
  const wearer = other && desk.loop.roster.people.get(other.subject)?.name;
  if (other) return refuse("SIG_BINDING", "device", device, `first end its binding to ${wearer ?? other.subject}`);
  await change(desk, { type: "bound", binding }, by, { resourceType: "Binding", ...binding }, here.value);
  if (from < desk.loop.now()) await reassign(desk, binding, from, device as SubjectId, here.value);
  return accept(bindingView(desk, binding));
}

/** What the device said after `until` is no longer the person's: it is moved back to the device itself (H-01). */
export async function endBinding(desk: Desk, id: string, until: Instant, by: Actor): Promise<Read<null>> {
  const binding = desk.loop.roster.bindings.get(id);
  if (!binding) return refuse("REC_MISSING", "binding", id, "a binding");
  if (until < binding.from)
    return refuse("SIG_TIME", "until", new Date(until).toISOString(), `after ${new Date(binding.from).toISOString()}`);
  const { device, subject } = binding;
  await change(desk, { type: "unbound", id, until }, by, { resourceType: "Binding", ...binding, until }, subject);
  if (until < desk.loop.now()) await reassign(desk, binding, until, subject, device as unknown as SubjectId);
  return accept(null);
}

export function bindingsOf(desk: Desk, subject: SubjectId): readonly BindingView[] {
  const bindings = [...desk.loop.roster.bindings.values()].filter((binding) => binding.subject === subject);
  return bindings.sort((a, b) => b.from - a.from).map((binding) => bindingView(desk, binding));
}

function bindingView({ loop }: Desk, binding: Binding): BindingView {
  const { id, device, subject, from, until } = binding;
  const asked = [...loop.standing.alerts.values()].find(
    (alert) => alert.subject === subject && alert.state !== "done" && alert.key === `whose.${device}`,
  );
  return { id, device, from, until, doubt: asked && isBoundAt(binding, loop.now()) ? asked.text : null };
}

async function reassign(
  { loop, store, live }: Desk,
  { device }: Binding,
  from: Instant,
  was: SubjectId,
  is: SubjectId,
): Promise<void> {
  await loop.idle();
  await store.reassign(device, from, loop.now() + 1, was, is);
  await live.reload(was);
  await live.reload(is);
}
