/** Labels of the time axis, as coarse as its steps are: seconds, minutes, days or months, in the zone of the house. */
const steps = [
  { below: 1, options: { minute: "2-digit", second: "2-digit", fractionalSecondDigits: 2, hourCycle: "h23" } },
  { below: 60, options: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } },
  { below: 20 * 3600, options: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } },
  { below: 20 * 86_400, options: { month: "short", day: "numeric" } },
  { below: Number.POSITIVE_INFINITY, options: { year: "numeric", month: "short" } },
] as const satisfies readonly { readonly below: number; readonly options: Intl.DateTimeFormatOptions }[];

export function axisLabels(language: string, zone: string): (seconds: readonly number[]) => string[] {
  return (seconds) => {
    const step = (seconds[1] ?? 0) - (seconds[0] ?? 0);
    const { options } = steps.find(({ below }) => step < below) ?? steps[2];
    const format = new Intl.DateTimeFormat(language, { ...options, timeZone: zone });
    return seconds.map((second) => format.format(second * 1000));
  };
}
