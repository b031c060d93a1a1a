import { accept, DAY, type Instant, type Read, refuse, settingsFor, skillKey } from "@sakiyomi/core";
import type { Who } from "../access/access.ts";
import type { Account } from "../access/account.ts";
import { mayFor } from "../access/reach.ts";
import { roles } from "../access/roles.ts";
import type { House } from "../house.ts";
import { subjectOf } from "../http/looks.ts";
import type { Actor } from "../ward/port.ts";
import {
  alarmTypes,
  dayFigures,
  figuresOf,
  type History,
  historyOf,
  peopleFigures,
  placeFigures,
  placeTypes,
} from "./alarms.ts";
import { type Decision, policyIn, policyPlace, since } from "./house-rules.ts";
import { proposalsOf, ruleFigures } from "./proposals.ts";
import type { Proposal, QualityPolicy, QualityView } from "./shapes.ts";

export async function policyNow({ ward }: House): Promise<QualityPolicy> {
  const saved = await ward.records.get(policyPlace.resourceType, policyPlace.id);
  return policyIn(saved?.resource ?? null);
}

export async function setPolicy({ ward }: House, policy: QualityPolicy, by: Actor): Promise<QualityPolicy> {
  const at = ward.now();
  const journal = [{ at, type: "alarm-policy-set", actor: by.id, content: policy }];
  const resource = { ...policyPlace, policy };
  await ward.records.commit({ by: by.id, at, puts: [{ resource }], journal });
  return policy;
}

async function historyUntilNow({ ward }: House, from: Instant): Promise<History> {
  const to = ward.now() + 1;
  const [moves, alarms] = await Promise.all([
    ward.records.entries({ types: placeTypes }),
    ward.records.entries({ types: alarmTypes, from }),
  ]);
  return historyOf(
    [...moves, ...alarms].sort((a, b) => a.n - b.n),
    from,
    to,
  );
}

/** The alarms of the last days, as far as `who` may know of the people. Who runs the house learns no names. */
export async function quality(house: House, who: Who, days: number): Promise<QualityView> {
  const to = house.ward.now();
  const from = to - days * DAY;
  const [whole, policy] = await Promise.all([historyUntilNow(house, from), policyNow(house)]);
  const seesPeople = onWards(who.account).roles.length > 0;
  const history = seesPeople ? within(house, who, whole) : whole;
  return {
    ...{ from, to, policy },
    all: figuresOf(history.alarms, history.personDays),
    rules: ruleFigures(history, house.ward.skillset).map((rule) => (seesPeople ? rule : withoutValues(rule))),
    people: seesPeople ? peopleFigures(history) : [],
    places: placeFigures(history),
    days: dayFigures(history, from, to + 1, house.ward.zone),
    proposals: seesPeople ? await proposals(house, who) : [],
  };
}

/** What the newest alarm said is about somebody. */
const withoutValues = <R extends { readonly example: { readonly key: string } }>(rule: R): R => ({
  ...rule,
  example: { key: rule.example.key },
});

/** As one who answers for alarms on wards: nothing is seen by the right of a relative, or of who runs the house. */
const onWards = (account: Account): Account => ({
  ...account,
  roles: account.roles.filter((role) => roles[role].reaches === "ward" && roles[role].may.includes("quality.see")),
});

function within({ access }: House, { account }: Who, { alarms, daysOf }: History): History {
  const scene = access.scene();
  const isSeen = (person: string): boolean => mayFor(onWards(account), "quality.see", person, scene);
  const days = new Map([...daysOf].filter(([person]) => isSeen(person)));
  return {
    alarms: alarms.filter(({ person }) => isSeen(person)),
    daysOf: days,
    personDays: [...days.values()].reduce((sum, one) => sum + one, 0),
  };
}

export async function proposals(house: House, who: Who): Promise<readonly Proposal[]> {
  const policy = await policyNow(house);
  const [history, decided] = await Promise.all([
    historyUntilNow(house, house.ward.now() - policy.days * DAY),
    house.ward.records.search<Decision>("AlarmDecision"),
  ]);
  const isNew = since(decided.map(({ resource }) => resource));
  const seen = within(house, who, history);
  return proposalsOf({ ...seen, alarms: seen.alarms.filter(isNew) }, house.ward.skillset, policy, settingsIn(house));
}

const settingsIn =
  ({ ward }: House) =>
  (person: string, skill: string): Readonly<Record<string, unknown>> => {
    const known = ward.skillset.find(({ id }) => id === skill);
    const set = ward.roster.skills.get(skillKey(subjectOf(person), skill))?.settings;
    const read = known?.settings.safeParse(settingsFor(known, ward.roster, set, ward.now()));
    return (read?.data ?? {}) as Readonly<Record<string, unknown>>;
  };

/** Makes the proposed change, or says that all stays as it is. Two people at once: the second one is refused. */
export async function decide(
  house: House,
  who: Who,
  person: string,
  { id, isAccepted }: { readonly id: string; readonly isAccepted: boolean },
): Promise<Read<{ readonly isAccepted: boolean }>> {
  const { ward } = house;
  // As it was when this was asked for: whoever is second is told that it is another version by now.
  const were = ward.roster.skills;
  const proposal = (await proposals(house, who)).find((one) => one.id === id && one.person === person);
  if (!proposal) return refuse("REC_MISSING", "proposal", id, "one that is open");
  const { skill, change } = proposal;
  if (isAccepted) {
    if (change === null) return refuse("ACT_FORBIDDEN", "proposal", id, "an alarm that may be made rarer");
    const set = were.get(skillKey(subjectOf(person), skill));
    const settings = { ...settingsIn(house)(person, skill), [change.setting]: change.to };
    const read = await ward.setSkill(person, skill, set?.on ?? true, settings, set?.version ?? 0, who.actor);
    if (!read.ok) return read;
  }
  const at = ward.now();
  const resource: Decision = {
    ...{ resourceType: "AlarmDecision" as const, id: idOf(id), proposal: id, at, isAccepted },
  };
  const line = {
    at,
    type: isAccepted ? "alarm-quieter" : "alarm-kept",
    actor: who.actor.id,
    subject: subjectOf(person),
  };
  const journal = [{ ...line, content: { ...proposal } }];
  await ward.records.commit({ by: who.actor.id, at, puts: [{ resource, subject: subjectOf(person) }], journal });
  return accept({ isAccepted });
}

/** FHIR ids have at most 64 characters of letters, digits, points and dashes. */
const idOf = (proposal: string): string =>
  proposal.length <= 64 && /^[A-Za-z0-9.-]+$/.test(proposal)
    ? proposal
    : `p${[...proposal].reduce((sum, one) => (Math.imul(sum, 31) + (one.codePointAt(0) ?? 0)) >>> 0, 7).toString(36)}.${proposal.replace(/[^A-Za-z0-9-]/g, "").slice(-40)}`;
