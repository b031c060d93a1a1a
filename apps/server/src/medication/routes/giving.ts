import { accept, refuse, type SubjectId } from "@sakiyomi/core";
import { z } from "zod";
import type { House } from "../../house.ts";
import type { BodyLimits } from "../../http/body.ts";
import { type Route, type SignedCall, signed } from "../../http/route.ts";
import { bare } from "../book.ts";
import { personOfPack, preparePack, printWristband, withdrawPack } from "../labels.ts";
import { bareStaff } from "../room.ts";
import { bareOrPerson, checkRequest, deviceKey, newPack, reason, witnessRequest } from "../schemas.ts";
import type { CheckRequest, LeasesAnswer } from "../shapes.ts";
import { giverFor, personOf, seenBy } from "./seen.ts";

const MIB = 1024 * 1024;
/** A hundred links with their decisions; a night without a network comes in several messages. */
const queueLimits: BodyLimits = { wire: 8 * MIB, unpacked: 32 * MIB };

const bedside: readonly Route[] = [
  signed({
    method: "POST",
    path: "/api/medication/check",
    needs: "medication.see",
    body: checkRequest,
    personIn: ({ person }) => bare(person),
    handle: ({ house, body, who }) => house.medication.check(body as CheckRequest, giverFor(house, who)),
  }),
  signed({
    method: "POST",
    path: "/api/medication/queue",
    needs: "medication.see",
    body: z.strictObject({ links: z.array(z.unknown()).max(500) }),
    limits: queueLimits,
    // Whose it is stands in each link, and is asked there: what has happened is kept, whoever brings it.
    handle: ({ house, body, who }) => house.medication.takeLinks(body.links, { staff: who.account.id }),
  }),
  signed({
    method: "POST",
    path: "/api/medication/witness",
    needs: "medication.see",
    body: witnessRequest,
    personIn: ({ person }) => bare(person),
    handle: witness,
  }),
  signed({
    method: "POST",
    path: "/api/medication/devices",
    needs: "medication.see",
    body: deviceKey,
    handle: ({ house, body, by }) => house.medication.room.devices.register(body, by),
  }),
];

/** The second person's own secret, at the door at which everybody shows theirs: who guesses waits. */
async function witness({ house, body, by, address }: SignedCall<z.infer<typeof witnessRequest>>) {
  const { access, medication, ward } = house;
  const staff = bareStaff(body.staff);
  const account = access.accounts.get(staff);
  const shown =
    body.pin === undefined
      ? await access.door.password(account?.name ?? "", body.password ?? "", address, ward.now())
      : await access.door.pin(staff, body.pin, address, ward.now());
  if (!shown.ok) {
    const content = { how: "witness", address, who: staff, code: shown.refusal.code };
    await ward.journal("access.wrong", "system", null, content);
    return shown;
  }
  const person = body.person as SubjectId;
  const signed = medication.witness(shown.value.id, { first: by, person, doses: body.doses });
  if (signed.ok)
    await ward.journal("medication.witness", signed.value.staff, person, { first: by.name, doses: body.doses.length });
  return signed;
}

const personOfLease = ({ medication }: House, id: string) => {
  const lease = medication.room.leases.find(id);
  return lease && bare(lease.person);
};

const leasing: readonly Route[] = [
  signed({
    method: "POST",
    path: "/api/medication/leases",
    needs: "medication.see",
    look: "medication",
    body: z.strictObject({ people: z.array(bareOrPerson).min(1).max(200), device: z.string().max(64) }),
    shows: (answer) => (answer as LeasesAnswer).charts.charts.map(({ person }) => bare(person)),
    handle: ({ house, body, by, who }) => {
      const giver = giverFor(house, who);
      if (giver.may === "nothing")
        return refuse("ACCESS_ROLE", "role", who.account.roles.join(", "), "a role that hands medicines over");
      const seen = seenBy(house, who);
      const outside = body.people.find((person) => !seen.sees(person as SubjectId));
      if (outside) return refuse("ACCESS_PERSON", "people", outside, "people in your care");
      house.medication.room.devices.inHand(body.device, by.id);
      return house.medication.lease(body.people as SubjectId[], body.device, by, seen);
    },
  }),
  signed({
    method: "POST",
    path: "/api/medication/leases/release",
    needs: "medication.see",
    body: z.strictObject({ device: z.string().max(64), people: z.array(bareOrPerson).max(200).nullable() }),
    handle: async ({ house, body, by }) =>
      accept({ released: await house.medication.release(body.device, body.people as SubjectId[] | null, by) }),
  }),
  signed({
    method: "POST",
    path: "/api/medication/leases/:id/break",
    needs: "medication.override",
    personOf: personOfLease,
    body: z.strictObject({ reason }),
    handle: ({ house, body, by, params: { id = "" } }) =>
      house.medication.breakLease(personOf(personOfLease(house, id) ?? ""), id, body.reason, by),
  }),
];

const labelling: readonly Route[] = [
  signed({
    method: "POST",
    path: "/api/people/:id/wristbands",
    needs: "medication.prepare",
    person: "id",
    body: z.strictObject({ reason }),
    handle: ({ house, body, by, params: { id = "" } }) =>
      printWristband(house.medication.room, personOf(id), body.reason, by),
  }),
  signed({
    method: "POST",
    path: "/api/medication/packs",
    needs: "medication.prepare",
    body: newPack,
    personIn: ({ person }) => bare(person),
    handle: ({ house, body, by }) =>
      preparePack(house.medication.room, { ...body, person: body.person as SubjectId }, by),
  }),
  signed({
    method: "POST",
    path: "/api/medication/packs/:id/withdraw",
    needs: "medication.prepare",
    personOf: ({ medication }, id) => personOfPack(medication.room, id),
    body: z.strictObject({ reason }),
    handle: ({ house, body, by, params: { id = "" } }) => {
      const { room } = house.medication;
      return withdrawPack(room, personOf(personOfPack(room, id) ?? ""), id, body.reason, by);
    },
  }),
];

export const givingRoutes: readonly Route[] = [...bedside, ...leasing, ...labelling];
