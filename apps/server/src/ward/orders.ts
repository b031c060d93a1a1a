import { accept, isCapability, type Read, refuse } from "@sakiyomi/core";
import { z } from "zod";
import type { OrderView } from "../api.ts";
import { orderView } from "./board.ts";
import { type Desk, whoIsHere } from "./desk.ts";
import type { Actor } from "./port.ts";

const plain = z.record(z.string(), z.unknown());

/** Somebody of the staff asks a robot for something, for a person. */
export async function order(
  desk: Desk,
  person: string,
  capability: string,
  parameters: unknown,
  by: Actor,
): Promise<Read<OrderView>> {
  const here = whoIsHere(desk, person);
  if (!here.ok) return here;
  const given = plain.safeParse(parameters);
  if (!isCapability(capability) || !given.success)
    return refuse("ACT_FORBIDDEN", "capability", capability, "something that a robot here offers");
  desk.names.set(by.id, by.name);
  // Asking for the same thing again is the same matter: it is not done twice at once.
  const key = [capability, ...Object.values(given.data).map(String)].join(" ");
  const wanted = { subject: here.value, by: by.id, key, capability, parameters: given.data };
  const read = await desk.loop.order(wanted);
  return read.ok ? accept(orderView(desk.sight, read.value)) : read;
}

export async function cancelOrder(desk: Desk, id: string, by: Actor): Promise<Read<null>> {
  desk.names.set(by.id, by.name);
  const isDone = await desk.loop.cancelOrder(id, by.id);
  return isDone ? accept(null) : refuse("REC_MISSING", "order", id, "one that is not over");
}
