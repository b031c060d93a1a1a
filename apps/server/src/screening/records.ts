import type { Instant, Records, Resource, SubjectId } from "@sakiyomi/core";
import type { screening } from "@sakiyomi/skills";
import type { EcgStrip, ReleasedStatement, Trend } from "./shapes.ts";

export interface CheckupRecord extends Resource {
  readonly resourceType: "Checkup";
  readonly person: SubjectId;
  readonly reason: string;
  readonly begunAt: Instant;
  readonly begunBy: string;
  readonly measuredAt: Instant | null;
  readonly cancelledAt: Instant | null;
  readonly cancelReason: string | null;
  /** The first report; corrected ones do not move it. */
  readonly reportedAt: Instant | null;
  readonly reports: readonly string[];
  /** As it was promised when the first report was given: a promise is not kept by changing the setting afterwards. */
  readonly dueAt?: Instant;
}

export interface ReportRecord extends Resource {
  readonly resourceType: "CheckupReport";
  readonly person: SubjectId;
  readonly name: string;
  readonly birthDate: string | null;
  readonly checkup: string;
  readonly number: number;
  readonly replaces: string | null;
  readonly correction: string | null;
  readonly statements: readonly ReleasedStatement[];
  readonly missing: readonly screening.Missing[];
  readonly ecg: EcgStrip | null;
  readonly trends: readonly Trend[];
  readonly begunAt: Instant;
  readonly measuredAt: Instant;
  readonly dueAt: Instant;
  readonly releasedAt: Instant;
  readonly releasedBy: string;
}

/** Newest first. */
export const checkupsOf = async (records: Records, where: { readonly person?: SubjectId } = {}) =>
  (await records.search<CheckupRecord>("Checkup", where)).toSorted((a, b) => b.resource.begunAt - a.resource.begunAt);

export const reportsOf = async (records: Records, person: SubjectId): Promise<readonly ReportRecord[]> =>
  (await records.search<ReportRecord>("CheckupReport", { person }))
    .map(({ resource }) => resource)
    .toSorted((a, b) => b.releasedAt - a.releasedAt);

export const isOpen = ({ cancelledAt, reportedAt }: CheckupRecord): boolean =>
  cancelledAt === null && reportedAt === null;
