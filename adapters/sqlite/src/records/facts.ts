import { canonicalJson, type Resource } from "@sakiyomi/core";

/** Longer fields (texts, lists) are compared when a record has been found by its short ones. */
const LONGEST = 120;

/** The fields by which a record is found without being read: field → canonical JSON. */
export function factsOf(resource: Resource): ReadonlyMap<string, string> {
  const facts = new Map<string, string>();
  for (const [field, value] of Object.entries(resource)) {
    if (field === "resourceType" || field === "id" || value === undefined) continue;
    const line = canonicalJson(value);
    if (line.length <= LONGEST) facts.set(field, line);
  }
  return facts;
}
