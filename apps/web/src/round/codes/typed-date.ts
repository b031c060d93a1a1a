/** "19400501", "1940-05-01", "1940/5/1" as "1940-05-01"; null: no day of a calendar. */
export function dateOf(typed: string): string | null {
  const found = /^\s*(\d{4})(?:[-/.年년]\s*)?(\d{1,2})(?:[-/.月월]\s*)?(\d{1,2})[日일]?\s*$/.exec(typed);
  if (found === null) return null;
  const [, year = "", month = "", day = ""] = found;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : null;
}
