/** "8", "830", "8:30", "０８：３０" → "08:00" or "08:30"; null while it is no time of a day. */
export function clockText(typed: string): string | null {
  const found = /^(\d{1,2})(?::?(\d{2}))?$/.exec(typed.normalize("NFKC").trim());
  if (found === null) return null;
  const [, hours = "", minutes = "00"] = found;
  return Number(hours) < 24 && Number(minutes) < 60 ? `${hours.padStart(2, "0")}:${minutes}` : null;
}
