import { accept, type Put, type Read, type Refusal, refuse, type SubjectId } from "@sakiyomi/core";
import { doseEvent } from "@sakiyomi/medication";
import { z } from "zod";
import { checkKey, keepCheck, missOf } from "./bedside.ts";
import { type Saying, sayEvent } from "./events.ts";
import type { Flag } from "./flags.ts";
import {
  type BedsideCheck,
  dayOf,
  type KeptEvent,
  keyOf,
  type LinkTie,
  type QueueHead,
  type RefusedLink,
} from "./kept.ts";
import { hashOf, placeOf } from "./links.ts";
import { offlineFlags, type Uploader } from "./offline-flags.ts";
import { bareStaff, chartOf, giverOf, houseLine, type Member, now, type Room } from "./room.ts";
import { checkRequest } from "./schemas.ts";
import type { QueueAnswer, QueueLink, QueueResult } from "./shapes.ts";

/** The envelope. What is inside is read only when it is known to be the device's own. */
const envelope = z.strictObject({
  device: z.string().max(64),
  n: z.number().int().min(1),
  before: z.string().regex(/^(|[0-9a-f]{64})$/),
  staff: z.string().max(80),
  said: z.record(z.string(), z.unknown()),
  signature: z.string().max(200),
});

const said = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("event"), event: doseEvent }),
  z.strictObject({
    type: z.literal("check"),
    id: z.string().regex(/^[A-Za-z0-9.:@/-]{1,160}$/),
    at: z.number().int().min(0).max(8.64e15),
    request: checkRequest,
    // Decided by the same functions on the device; kept as it was shown there, and followed by nobody here.
    decision: z.looseObject({
      verdict: z.enum(["give", "warn", "block"]),
      doses: z.array(z.looseObject({ id: z.string(), order: z.string() })).max(100),
      scanned: z.array(z.looseObject({})).max(100),
      findings: z
        .array(
          z.looseObject({
            check: z.string().max(40),
            result: z.string().max(20),
            text: z.looseObject({ key: z.string() }),
          }),
        )
        .max(400),
      at: z.number(),
    }),
    lease: z.string().max(64).nullable(),
    chartVersion: z.string().max(120),
  }),
]);
type Said = z.infer<typeof said>;

/**
 * Takes links in their order, each durable before the next is looked at. A link that is missing, changed or not signed by
 * the device stops the queue there: what came before is kept, nothing after it is looked at. A link that is genuine and says
 * what cannot be is refused and counted, so that the rest is not lost. Called one after the other for each device.
 */
export async function takeLinks(room: Room, links: readonly unknown[], uploader: Uploader): Promise<Read<QueueAnswer>> {
  const results: QueueResult[] = [];
  let device = "";
  for (const raw of links) {
    const link = envelope.safeParse(raw);
    if (!link.success) return refuse("HTTP_SHAPE", "links", "something else", "links of a queue");
    const { n } = link.data;
    if (device !== "" && device !== link.data.device)
      return refuse("HTTP_SHAPE", "links.device", link.data.device, `links of ${device} only`);
    device = link.data.device;
    const placed = await placeOf(room, link.data as unknown as QueueLink);
    if (!placed.ok) {
      results.push({ n, result: "refused", refusal: placed.refusal });
      break;
    }
    const genuine = link.data as unknown as QueueLink;
    const became =
      placed.value === "repeated" ? await becameOf(room, genuine) : await takeLink(room, genuine, uploader);
    results.push(became);
    if (isUntied(became)) break;
  }
  return accept({ n: room.devices.head(device).head.n, results });
}

const isUntied = (one: QueueResult): boolean => one.result === "refused" && one.refusal.code === "MED_CHAIN";

/**
 * A link that was answered before, and whose answer did not arrive. One that was refused is refused again: taken for kept, it
 * would leave the device, and nobody would ever hear that it is not in the record.
 */
async function becameOf(room: Room, link: QueueLink): Promise<QueueResult> {
  const { device, n } = link;
  const read = said.safeParse(link.said);
  if (read.success && (await isKept(room, read.data))) return { n, result: "repeated" };
  const lines = await room.ward.records.entries({
    ...{ types: ["medication.link-refused"], actor: actorOf(link) },
    ...{ newestFirst: true, limit: mostRefused },
  });
  const why = lines
    .map(({ content }) => content as { device?: string; n?: number; code?: Refusal["code"]; why?: string })
    .find((line) => line.device === device && line.n === n);
  // Neither kept nor refused: the device was set back, and says something else by this number.
  const { refusal } = why?.code
    ? refuse(why.code, why.why ?? "said", `link ${n}`, "as it was answered before")
    : refuse("MED_CHAIN", "n", `another link ${n}`, `link ${room.devices.head(device).head.n + 1}`);
  return { n, result: "refused", refusal };
}

/** Of one member of the staff, looked through for the reason of one. */
const mostRefused = 500;

async function isKept({ ward }: Room, one: Said): Promise<boolean> {
  const { records } = ward;
  if (one.type === "check") return (await records.get("BedsideCheck", checkKey(one.id))) !== null;
  const found = await records.get<KeptEvent>("DoseEvent", keyOf("event", one.event.id));
  return found !== null && found.resource.said.event.dose === one.event.dose;
}

async function takeLink(room: Room, link: QueueLink, uploader: Uploader): Promise<QueueResult> {
  const { n } = link;
  const next: QueueHead = { resourceType: "MedicationQueue", id: link.device, n, hash: hashOf(link) };
  const heads: readonly Put[] = [{ resource: next, ifMatch: room.devices.head(link.device).version }];
  const read = await heard(room, link, uploader, heads);
  if (!read.ok) {
    await countRefused(room, link, heads, read.refusal);
    room.devices.moved(next);
    return { n, result: "refused", refusal: read.refusal };
  }
  // Said before in another link: the end of the queue moves all the same.
  if (read.value.result === "repeated") await room.ward.records.commit(headOnly(room, link, heads));
  room.devices.moved(next);
  return read.value.result === "flagged"
    ? { n, result: "flagged", why: read.value.flags.join(", ") }
    : { n, result: read.value.result };
}

const actorOf = ({ staff }: QueueLink): string => `staff:${bareStaff(staff)}`;

const headOnly = (room: Room, link: QueueLink, puts: readonly Put[]) => ({
  by: actorOf(link),
  at: now(room),
  puts,
});

/** What it says stays, whatever it is: of a newer or older page it may be something that happened to somebody. */
function refusedLink(room: Room, link: QueueLink, code: string): Put {
  const { event, request } = link.said as unknown as { event?: { person?: unknown }; request?: { person?: unknown } };
  const person = String(event?.person ?? request?.person ?? "") as SubjectId;
  const resource: RefusedLink = {
    resourceType: "RefusedLink",
    id: keyOf("link", `${link.device} ${link.n}`),
    code,
    link,
  };
  return { resource, ...(room.ward.roster.people.has(person) ? { subject: person } : {}) };
}

async function countRefused(
  room: Room,
  link: QueueLink,
  puts: readonly Put[],
  { code, field }: Refusal,
): Promise<void> {
  const by = { id: actorOf(link), name: link.staff };
  const line = houseLine(now(room), "medication.link-refused", by, {
    device: link.device,
    n: link.n,
    code,
    why: field,
  });
  const kept = refusedLink(room, link, code);
  await room.ward.records.commit({ ...headOnly(room, link, [...puts, kept]), journal: [line] });
}

/** What proves later who said it on what: the link without what it says, which lies beside it. */
const tieOf = ({ said: _said, ...tie }: QueueLink): LinkTie => tie;

type Heard = { readonly result: "kept" | "repeated" } | { readonly result: "flagged"; readonly flags: readonly Flag[] };

async function heard(room: Room, link: QueueLink, uploader: Uploader, heads: readonly Put[]): Promise<Read<Heard>> {
  const read = said.safeParse(link.said);
  if (!read.success) {
    const [issue] = read.error.issues;
    return refuse("HTTP_SHAPE", ["said", ...(issue?.path ?? [])].join("."), "something else", issue?.message ?? "");
  }
  const staff = bareStaff(link.staff);
  // Whoever closed the account of a temporary nurse at the end of the shift must not lose what is still on the phone.
  const isAfterwards = read.data.type === "check" || read.data.event.offline || read.data.event.type !== "handed";
  const member = isAfterwards ? room.formerMember(staff) : room.member(staff);
  if (!member) return refuse("ACCESS_WRONG", "staff", link.staff, "somebody with an account here");
  if (staff === uploader.staff) room.devices.inHand(link.device, member.actor.id);
  return read.data.type === "event"
    ? hearEvent(room, link, read.data, member, uploader, heads)
    : hearCheck(room, link, read.data, member, heads);
}

async function hearCheck(
  room: Room,
  link: QueueLink,
  { id, at, request, decision, lease, chartVersion }: Extract<Said, { type: "check" }>,
  member: Member,
  heads: readonly Put[],
): Promise<Read<Heard>> {
  const person = request.person as SubjectId;
  const chart = chartOf(room, person);
  if (!chart.ok) return chart;
  // A scan stands in the person's record: of whoever is not in their care, only where they had the round.
  const held = room.leases.at(person, link.device, at);
  if (held === null && !member.reaches("medication.see", person))
    return refuse("ACCESS_PERSON", "person", person, "somebody in your care");
  const { witness: _witness, ...scan } = request;
  const decided = decision as unknown as BedsideCheck["said"]["decision"];
  const kept: BedsideCheck = {
    resourceType: "BedsideCheck",
    id: checkKey(id),
    person,
    day: dayOf(at),
    said: {
      ...{ at, by: member.actor.id, device: link.device, offline: true, lease, chartVersion },
      ...{ request: scan, decision: decided, witness: null, link: tieOf(link) },
    },
  };
  const giver = giverOf(member);
  const miss = missOf(room, {
    id,
    decision: decided,
    bedside: {
      chart: chart.value,
      staff: { id: giver.actor.id, may: giver.may, mayOverride: giver.mayOverride },
      network: { online: false, lease: held },
    },
    overridden: false,
  });
  const read = await keepCheck(room, kept, giver, miss, heads);
  // Of this id there is one already: the device says it a second time.
  if (!read.ok && read.refusal.field === "BedsideCheck") return accept({ result: "repeated" });
  return read.ok ? accept({ result: "kept" }) : read;
}

async function hearEvent(
  room: Room,
  link: QueueLink,
  { event }: Extract<Said, { type: "event" }>,
  member: Member,
  uploader: Uploader,
  heads: readonly Put[],
): Promise<Read<Heard>> {
  const person = event.person as SubjectId;
  if (event.by !== member.actor.id || event.device !== link.device)
    return refuse("HTTP_SHAPE", "event.by", event.by, `${member.actor.id} on ${link.device}, as the link says`);
  const isOwn = member.actor.id === `staff:${uploader.staff}`;
  if (!event.offline && isOwn && !member.reaches("medication.see", person))
    return refuse("ACCESS_PERSON", "person", person, "somebody in your care");
  if (!event.offline && !isOwn && event.type === "handed")
    return refuse("ACCESS_WRONG", "staff", link.staff, "whoever is signed in now, while there is a network");
  // What a colleague saw before the shift changed lay in the phone: it has happened, whatever it was said as.
  const isAfterwards = event.offline || !isOwn;
  const saying: Saying = {
    event,
    giver: giverOf(member),
    mayPrepare: member.permits("medication.prepare"),
    telling: isAfterwards
      ? { offline: true, flags: await offlineFlags(room, link, event, member, uploader) }
      : { offline: false },
    heads,
    link: tieOf(link),
  };
  return sayEvent(room, saying);
}
