import type { Read, Refusal } from "@sakiyomi/core";
import type { MedicationOrder, Timing } from "@sakiyomi/medication";
import type { House, Unsaid } from "./medication-reading.ts";
import { type ReadOrder, readRequest } from "./medication-request.ts";
import type { ReadResource } from "./read-file.ts";

type Count<Name extends string> = Readonly<Partial<Record<Name, number>>>;

/** What became of a file of MedicationRequests: each of them is an order, several, or a refusal. */
export interface OrdersReport {
  /** MedicationRequests that were looked at. */
  readonly requests: number;
  /** Resources of other types, passed over. */
  readonly others: number;
  readonly orders: number;
  /** By the status that they have here: an active one with something unsaid is a draft. */
  readonly byStatus: Count<MedicationOrder["status"]>;
  readonly byTiming: Count<Timing["type"] | "none">;
  /** How many leave open what. One order may leave open several things. */
  readonly unsaid: Count<Unsaid>;
  readonly withoutInstruction: number;
  readonly asNeeded: number;
  /** Every order, in the order of the file. */
  readonly read: readonly ReadOrder[];
  /** Orders that somebody is to act on, as they are. */
  readonly live: readonly ReadOrder[];
  /** Drafts: they ask for nothing until somebody has completed and confirmed them. */
  readonly waiting: readonly ReadOrder[];
  /** Why some are no orders, with the line. */
  readonly refused: readonly Refusal[];
}

interface Counting {
  readonly orders: ReadOrder[];
  readonly refused: Refusal[];
  requests: number;
  others: number;
  withoutInstruction: number;
  asNeeded: number;
}

/** Reads all orders of a file (`readResources`) or of a list, and says what became of each. */
export async function readOrders(
  resources: AsyncIterable<Read<ReadResource>> | Iterable<Read<ReadResource>>,
  house: House,
): Promise<OrdersReport> {
  const counting: Counting = { orders: [], refused: [], requests: 0, others: 0, withoutInstruction: 0, asNeeded: 0 };
  for await (const read of resources) count(read, house, counting);
  const { orders } = counting;
  return {
    ...counting,
    orders: orders.length,
    read: orders,
    byStatus: tally(orders.map(({ order }) => order.status)),
    byTiming: tally(orders.map(({ order }) => order.timing?.type ?? "none")),
    unsaid: tally(orders.flatMap(({ unsaid }) => unsaid)),
    live: orders.filter(({ order }) => order.status === "active"),
    waiting: orders.filter(({ order }) => order.status === "draft"),
  };
}

function count(read: Read<ReadResource>, house: House, counting: Counting): void {
  if (!read.ok) {
    counting.refused.push(read.refusal);
    return;
  }
  const { resource, place } = read.value;
  if (resource.resourceType !== "MedicationRequest") {
    counting.others += 1;
    return;
  }
  counting.requests += 1;
  const made = readRequest(resource, place, house);
  if (!made.ok) counting.refused.push(made.refusal);
  else counting.orders.push(...made.value);
  const instructions = (resource.dosageInstruction ?? []) as readonly { readonly asNeededBoolean?: unknown }[];
  if (instructions.length === 0) counting.withoutInstruction += 1;
  if (instructions.some((one) => one.asNeededBoolean === true || "asNeededCodeableConcept" in one))
    counting.asNeeded += 1;
}

function tally<Name extends string>(names: readonly Name[]): Count<Name> {
  const counts = new Map<Name, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1])) as Count<Name>;
}
