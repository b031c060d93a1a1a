const DAY_MS = 86_400_000;
/** Naegele: 280 days from the last period to the expected date. */
const TERM_DAYS = 280;

export interface Gestation {
  readonly weeks: number;
  readonly days: number;
}

/** Completed weeks and days, from the expected date of birth. `offsetMin`: the place's minutes ahead of UTC. */
export function gestationAt(due: string, at: number, offsetMin = 0): Gestation | null {
  const dueAt = Date.parse(`${due}T00:00:00Z`);
  if (Number.isNaN(dueAt)) return null;
  const today = Math.floor((at + offsetMin * 60_000) / DAY_MS);
  const days = TERM_DAYS - (dueAt / DAY_MS - today);
  // Longer than 44 weeks nobody is pregnant: the date was wrong, or the end was not said.
  if (days < 0 || days > 44 * 7) return null;
  return { weeks: Math.floor(days / 7), days: days % 7 };
}
