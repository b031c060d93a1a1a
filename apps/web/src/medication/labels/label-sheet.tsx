import { Button, NativeSelect, NumberInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useVoice } from "../../words/speak.tsx";
import { type Media, mediaFor, pageRule, pagesOf, paperOf } from "./media.ts";

const REMEMBERED = "sakiyomi.labels.";

function mediaOf(kind: Media["for"]): Media {
  const all = mediaFor(kind);
  const chosen = localStorage.getItem(REMEMBERED + kind);
  const found = all.find(({ id }) => id === chosen) ?? all[0];
  if (found === undefined) throw new Error(`no media for ${kind}`);
  return found;
}

/** Browsers round a page to whole pixels: a label as high as its page would run over to a second one. */
const ROUNDING_MM = 0.3;

function Pages<Label>({
  on,
  pages,
  draw,
}: {
  readonly on: Media;
  readonly pages: readonly (readonly (Label | null)[])[];
  readonly draw: (label: Label) => ReactNode;
}) {
  const { left, top, width, height } = paperOf(on);
  const short = on.sheet === null ? ROUNDING_MM : 0;
  const columns = on.sheet?.columns ?? 1;
  const gap = on.sheet?.gap ?? 0;
  return pages.map((page, number) => (
    <div
      // biome-ignore lint/suspicious/noArrayIndexKey: a page has no name but its number
      key={number}
      className="label-page"
      style={{
        ...{ width: `${width}mm`, height: `${height - short}mm`, padding: `${top}mm 0 0 ${left}mm` },
        ...{ gridTemplateColumns: `repeat(${columns}, ${on.width}mm)`, gridAutoRows: `${on.height - short}mm` },
        columnGap: `${gap}mm`,
      }}
    >
      {page.map((label, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a label's place on its page is what it is
        <div key={place} className="label" data-media={on.id}>
          {label === null ? null : draw(label)}
        </div>
      ))}
    </div>
  ));
}

/** Labels on the paper that is chosen, shown as they will be printed, exactly sized. */
export function LabelSheet<Label>({
  kind,
  labels,
  draw,
}: {
  readonly kind: Media["for"];
  readonly labels: readonly Label[];
  readonly draw: (label: Label) => ReactNode;
}) {
  const { t } = useVoice();
  const [on, setOn] = useState(() => mediaOf(kind));
  const [skip, setSkip] = useState(0);
  const choose = (id: string) => {
    localStorage.setItem(REMEMBERED + kind, id);
    setOn(mediaOf(kind));
  };
  return (
    <>
      <div className="line wrap end no-print">
        <NativeSelect
          label={t("med.paper")}
          data={mediaFor(kind).map(({ id }) => ({ value: id, label: t(`media.${id}`) }))}
          value={on.id}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        {on.sheet === null ? null : (
          <NumberInput
            className="short"
            label={t("med.skip")}
            min={0}
            max={on.sheet.columns * on.sheet.rows - 1}
            value={skip}
            onChange={(value) => setSkip(Number(value) || 0)}
          />
        )}
        <Button onClick={() => print()}>{t("med.print")}</Button>
      </div>
      <p className="muted small no-print">{t("med.printHint")}</p>
      <style>{pageRule(on)}</style>
      <div className="label-pages">
        <Pages on={on} pages={pagesOf(labels, on, skip)} draw={draw} />
      </div>
    </>
  );
}
