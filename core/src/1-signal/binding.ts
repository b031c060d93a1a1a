import type { Instant, SourceId, SubjectId } from "./ids.ts";

/** A device belongs to a subject from `from` until `until` (exclusive; null: still). A swapped sensor is the first hazard of a ward: H-01. */
export interface Binding {
  readonly id: string;
  readonly device: SourceId;
  readonly subject: SubjectId;
  readonly from: Instant;
  readonly until: Instant | null;
}

export const isBoundAt = (binding: Binding, at: Instant): boolean =>
  binding.from <= at && (binding.until === null || at < binding.until);

/** Who wore the device at that time; nobody is an answer. */
export const subjectAt = (bindings: readonly Binding[], device: SourceId, at: Instant): SubjectId | null =>
  bindings.find((binding) => binding.device === device && isBoundAt(binding, at))?.subject ?? null;

/** The binding that a new one would overlap: one device cannot be on two people at once. */
export function overlapping(bindings: readonly Binding[], wanted: Binding): Binding | null {
  const ends = (binding: Binding) => binding.until ?? Number.POSITIVE_INFINITY;
  // One that ended where it began (a slip that was corrected) was on nobody.
  const isWorn = (binding: Binding) => binding.from < ends(binding);
  if (!isWorn(wanted)) return null;
  return (
    bindings.find(
      (binding) =>
        binding.id !== wanted.id &&
        binding.device === wanted.device &&
        isWorn(binding) &&
        binding.from < ends(wanted) &&
        wanted.from < ends(binding),
    ) ?? null
  );
}
