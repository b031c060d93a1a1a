// What somebody does with a check-up. The record is written first, then the signal that the skill hears; a report and the end of
// its check-up are one transaction.
import { createHash, randomUUID } from "node:crypto";
import {
  accept,
  type Instant,
  isHere,
  MINUTE,
  mayRecord,
  type Put,
  type Read,
  refuse,
  type SubjectId,
  skillKey,
} from "@sakiyomi/core";
import { screening, checkup as skill } from "@sakiyomi/skills";
import type { House } from "../house.ts";
import type { Actor } from "../ward/port.ts";
import { collect } from "./findings.ts";
import { type CheckupRecord, checkupsOf, isOpen, type ReportRecord, reportsOf } from "./records.ts";
import type { Change, Preview, ReleasedStatement, Trend } from "./shapes.ts";
import { trendsOf } from "./trends.ts";

const idOf = (letter: string): string => `${letter}-${randomUUID().slice(0, 13)}`;
const bare = (person: SubjectId): string => person.replace(/^person:/, "");

export async function begin(
  house: House,
  person: SubjectId,
  reason: string,
  by: Actor,
): Promise<Read<{ readonly id: string }>> {
  const { ward } = house;
  if (!isHere(ward.roster, person)) return refuse("REC_MISSING", "person", person, "somebody who is here");
  if (!mayRecord(ward.roster, person)) return refuse("SIG_CONSENT", "person", person, "consent to record");
  const before = await checkupsOf(ward.records, { person });
  const standing = before.find(({ resource }) => isOpen(resource));
  if (standing) return refuse("REC_CONFLICT", "person", standing.resource.id, "nobody with an open check-up");
  const at = ward.now();
  const record: CheckupRecord = {
    ...{ resourceType: "Checkup", id: nextId(person, before.length), person, reason, begunAt: at, begunBy: by.id },
    ...{ measuredAt: null, cancelledAt: null, cancelReason: null, reportedAt: null, reports: [] },
  };
  const puts = [{ resource: record, ifMatch: 0, subject: person }];
  const done = await commit(house, by, at, puts, "screening.begun", record);
  return done.ok ? said(house, record, "begun", at, by) : done;
}

/** Two who begin at once want the same id, and one of them is refused. */
const nextId = (person: SubjectId, before: number): string =>
  `c-${createHash("sha256").update(`${person} ${before}`).digest("hex").slice(0, 13)}`;

/** `at`: when the last value was measured. The two hours run from there. */
export async function markMeasured(
  house: House,
  id: string,
  at: Instant | null,
  by: Actor,
): Promise<Read<{ readonly id: string }>> {
  const found = await openCheckup(house, id);
  if (!found.ok) return found;
  const { resource, version } = found.value;
  if (resource.measuredAt !== null)
    return refuse("REC_CONFLICT", "measuredAt", resource.measuredAt, "a check-up that is still being measured");
  const now = house.ward.now();
  const measuredAt = at ?? (await collect(house, resource)).lastAt ?? now;
  if (measuredAt < resource.begunAt || measuredAt > now)
    return refuse("HTTP_SHAPE", "at", measuredAt, "a time between its beginning and now");
  const is: CheckupRecord = { ...resource, measuredAt };
  const done = await commit(
    house,
    by,
    now,
    [{ resource: is, ifMatch: version, subject: is.person }],
    "screening.measured",
    is,
  );
  return done.ok ? said(house, is, "measured", measuredAt, by) : done;
}

export async function cancel(
  house: House,
  id: string,
  reason: string,
  by: Actor,
): Promise<Read<{ readonly id: string }>> {
  const found = await openCheckup(house, id);
  if (!found.ok) return found;
  const { resource, version } = found.value;
  const at = house.ward.now();
  const is: CheckupRecord = { ...resource, cancelledAt: at, cancelReason: reason };
  const done = await commit(
    house,
    by,
    at,
    [{ resource: is, ifMatch: version, subject: is.person }],
    "screening.cancelled",
    is,
  );
  return done.ok ? said(house, is, "cancelled", at, by) : done;
}

/** What a report would say now. */
export async function previewOf(house: House, record: CheckupRecord): Promise<Preview> {
  const { findings, ecg } = await collect(house, record);
  const report = screening.reportOf(findings);
  const basis = createHash("sha256")
    .update(JSON.stringify([report, ecg]))
    .digest("base64url")
    .slice(0, 22);
  return { basis, ...report, ecg };
}

export interface Release {
  readonly basis: string;
  readonly changes: readonly Change[];
  /** Why a report that was given is corrected; null: it is the first. */
  readonly correction: string | null;
}

export async function release(
  house: House,
  id: string,
  wanted: Release,
  by: Actor,
): Promise<Read<{ readonly id: string }>> {
  const { ward } = house;
  const found = await ward.records.get<CheckupRecord>("Checkup", id);
  if (found === null) return refuse("REC_MISSING", "checkup", id, "a check-up");
  const { resource: checkup, version } = found;
  if (checkup.cancelledAt !== null || checkup.measuredAt === null)
    return refuse("REC_CONFLICT", "checkup", id, "a check-up that is measured and not cancelled");
  const preview = await previewOf(house, checkup);
  const statements = wordedBy(checkup, preview, wanted);
  if (!statements.ok) return statements;
  const at = ward.now();
  const trends = trendsOf(await reportsOf(ward.records, checkup.person), checkup, statements.value);
  const content = { ...preview, statements: statements.value, trends };
  const report = reportOf(house, checkup, checkup.measuredAt, content, { at, by, correction: wanted.correction });
  const is: CheckupRecord = {
    ...checkup,
    ...{ reportedAt: checkup.reportedAt ?? at, dueAt: checkup.dueAt ?? report.dueAt },
    reports: [...checkup.reports, report.id],
  };
  const puts = [
    { resource: report, ifMatch: 0, subject: is.person },
    { resource: is, ifMatch: version, subject: is.person },
  ];
  const done = await commit(house, by, at, puts, "screening.released", is);
  if (!done.ok) return done;
  await said(house, is, "reported", at, by);
  return accept({ id: report.id });
}

/** What was seen, with the changes that were wanted. */
function wordedBy(
  { reports }: CheckupRecord,
  preview: Preview,
  { basis, changes, correction }: Release,
): Read<readonly ReleasedStatement[]> {
  const isFirst = reports.length === 0;
  if (isFirst !== (correction === null)) {
    const expected = isFirst ? "none: it is the first report" : "why the report is corrected";
    return refuse("HTTP_SHAPE", "correction", correction, expected);
  }
  if (preview.basis !== basis) return refuse("REC_CONFLICT", "basis", basis, preview.basis);
  if (preview.statements.length === 0)
    return refuse("REC_CONFLICT", "statements", 0, "something that was measured or asked");
  const statements = changed(preview.statements, changes);
  // Only a correction may take everything back.
  if (isFirst && statements.ok && statements.value.every(({ struck }) => struck !== null))
    return refuse("REC_CONFLICT", "changes", changes.length, "a statement that is given");
  return statements;
}

interface Content extends Omit<Preview, "statements"> {
  readonly statements: readonly ReleasedStatement[];
  readonly trends: readonly Trend[];
}

function reportOf(
  { ward }: House,
  { id: checkup, person, begunAt, reports }: CheckupRecord,
  measuredAt: Instant,
  { statements, missing, ecg, trends }: Content,
  { at, by, correction }: { readonly at: Instant; readonly by: Actor; readonly correction: string | null },
): ReportRecord {
  const resident = ward.roster.people.get(person);
  return {
    ...{ resourceType: "CheckupReport", id: idOf("r"), person, checkup, correction, statements, missing, ecg, trends },
    name: resident?.name ?? bare(person),
    birthDate: resident?.birthDate ?? null,
    number: reports.length + 1,
    replaces: reports.at(-1) ?? null,
    ...{ begunAt, measuredAt, dueAt: measuredAt + promiseMs(ward, person), releasedAt: at, releasedBy: by.name },
  };
}

/** As the skill's setting of this person says. */
export function promiseMs({ roster }: House["ward"], person: SubjectId): number {
  const read = skill.settings.safeParse(roster.skills.get(skillKey(person, skill.id))?.settings ?? {});
  const { promiseMin } = (read.success ? read.data : skill.settings.parse({})) as { promiseMin: number };
  return promiseMin * MINUTE;
}

function changed(
  statements: readonly screening.Statement[],
  changes: readonly Change[],
): Read<readonly ReleasedStatement[]> {
  const known = new Set(statements.map(({ id }) => id));
  const strange = changes.find(({ statement }) => !known.has(statement));
  if (strange) return refuse("HTTP_SHAPE", "changes", strange.statement, "a statement of the report");
  return accept(
    statements.map((statement) => {
      const own = changes.filter((change) => change.statement === statement.id);
      const edit = own.findLast((change) => change.do === "edit");
      const strike = own.findLast((change) => change.do === "strike");
      return {
        ...statement,
        edited: edit?.do === "edit" ? { words: edit.words, reason: edit.reason } : null,
        struck: strike ? { reason: strike.reason } : null,
      };
    }),
  );
}

async function openCheckup({ ward }: House, id: string) {
  const found = await ward.records.get<CheckupRecord>("Checkup", id);
  if (found === null) return refuse("REC_MISSING", "checkup", id, "a check-up");
  return isOpen(found.resource) ? accept(found) : refuse("REC_CONFLICT", "checkup", id, "a check-up that is open");
}

async function commit(
  { ward }: House,
  by: Actor,
  at: Instant,
  puts: readonly Put[],
  type: string,
  { id, person, reason }: CheckupRecord,
): Promise<Read<null>> {
  const line = { at, type, actor: by.id, subject: person, content: { id, reason } };
  const done = await ward.records.commit({ by: by.id, at, puts, journal: [line] });
  return done.ok ? accept(null) : refuse("REC_CONFLICT", "version", done.conflict.wanted, String(done.conflict.found));
}

/** The record is written: what the loop does not hear of, as of somebody who has left, undoes nothing. */
async function said(
  { ward, log }: House,
  { id, person }: CheckupRecord,
  phase: "begun" | "measured" | "reported" | "cancelled",
  at: Instant,
  by: Actor,
): Promise<Read<{ readonly id: string }>> {
  const told = await ward.chart(bare(person), "checkup", { id, phase }, null, at, by);
  if (!told.ok) log.warn({ checkup: id, phase, code: told.refusal.code }, "the loop did not hear of a check-up");
  return accept({ id });
}
