/** "14:05:30" on a recording's own day, near `about`; null: no time. */
export function timeNear(text: string, about: number, clockSeconds: (at: number) => string): number | null {
  const seconds = (clock: string): number | null => {
    const [, h, m, s = "0"] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(clock.trim()) ?? [];
    return m === undefined ? null : Number(h) * 3600 + Number(m) * 60 + Number(s);
  };
  const [wanted, shown] = [seconds(text), seconds(clockSeconds(about))];
  if (wanted === null || shown === null) return null;
  const day = 86_400;
  // The nearer way around midnight.
  const off = ((((wanted - shown + day / 2) % day) + day) % day) - day / 2;
  return Math.floor(about / 1000) * 1000 + off * 1000;
}
