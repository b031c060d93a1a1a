import type { Language } from "@sakiyomi/core";
import { openPaper } from "../paper/index.ts";
import { handoutSays } from "./handout-words.ts";
import type { StripView } from "./shapes.ts";

/** On real paper a millimetre is a millimetre, if nobody lets the printer scale it: the sheet says so. */
export async function stripPaper(
  view: StripView,
  { language, zone, at }: { readonly language: Language; readonly zone: string; readonly at: number },
): Promise<Uint8Array> {
  const t = handoutSays(language);
  const time = (when: number) =>
    new Date(when).toLocaleString(language, { timeZone: zone, dateStyle: "medium", timeStyle: "medium" });
  const paper = openPaper({ language, title: t("strip"), at, landscape: true, foot: `${t("footStrip")} ${time(at)}` });
  const { review, found, personName } = view;
  paper.heading(t("strip"));
  paper.pairs([
    [t("name"), personName],
    [t("month"), `${time(view.from)} – ${time(view.until)}`],
    ...(review === null || review.reason === "" ? [] : [[t("reason"), review.reason] as const]),
    [t("heard"), found.rate === null ? "–" : `${found.rate} /min, ${found.shortestMs} – ${found.longestMs} ms`],
    ...(review?.answer ? [[t("answer"), `${review.answer.words} (${review.answer.by})`] as const] : []),
  ]);
  if (view.leads.length === 0) paper.notice(t("none"));
  for (const { source, rate, values } of view.leads)
    paper.strip({
      title: source,
      alt: `${t("strip")}, ${personName}, ${time(view.from)}`,
      values: values.map((value) => value ?? Number.NaN),
      rate,
      unit: "mV",
      source: t("filters", { rate }),
    });
  return paper.bytes();
}
