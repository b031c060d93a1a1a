import { Button } from "@mantine/core";
import { useState } from "react";
import { queryClient } from "../link/queries.ts";
import { Panel } from "../look/parts.tsx";
import { useChart } from "../person/use-chart.ts";
import { useVoice } from "../words/speak.tsx";
import { Picture } from "./picture.tsx";
import type { PersonScreeningView } from "./shapes.ts";

type Form = PersonScreeningView["forms"][number];
type Answers = Readonly<Record<string, number>>;

/** Every item with its options as large buttons: one tap an item. */
function Item({
  form,
  item,
  answers,
  onAnswer,
}: {
  readonly form: Form;
  readonly item: Form["items"][number];
  readonly answers: Answers;
  readonly onAnswer: (item: string, points: number) => void;
}) {
  const { say } = useVoice();
  const word = (key: string) => say({ key }, "checkup");
  return (
    <fieldset className="fieldset scr-item">
      <legend>{word(`item.${form.id}.${item.id}`)}</legend>
      <div className="scr-options">
        {item.points.map((points, place) => (
          <button
            key={points}
            type="button"
            className="scr-option"
            aria-pressed={answers[item.id] === points}
            onClick={() => onAnswer(item.id, points)}
          >
            <Level place={place} of={item.points.length} />
            <span>{word(`option.${form.id}.${item.id}.${points}`)}</span>
            <span className="muted">{points}</span>
          </button>
        ))}
      </div>
    </fieldset>
  );
}

/** How much it weighs on the person, as steps of a stair: the first is well. */
function Level({ place, of }: { readonly place: number; readonly of: number }) {
  return (
    <svg className="scr-level" width="26" height="20" viewBox="0 0 26 20" aria-hidden="true">
      {Array.from({ length: of }, (_, step) => {
        const height = 5 + (13 * step) / Math.max(1, of - 1);
        return (
          <rect key={height} x={1 + step * 6.3} y={19 - height} width="4.6" height={height} data-on={step <= place} />
        );
      })}
    </svg>
  );
}

function FormPart({ view, form }: { readonly view: PersonScreeningView; readonly form: Form }) {
  const { t, say, clock } = useVoice();
  const chart = useChart(view.person);
  const before = view.answered[form.id];
  const isOfNow = before !== undefined && before.at >= (view.current?.begunAt ?? 0);
  const [tapped, setTapped] = useState<Answers>({});
  const suggested = view.suggested[form.id] ?? {};
  const answers: Answers = { ...suggested, ...tapped };
  const left = form.items.filter(({ id }) => answers[id] === undefined).length;
  const total = Object.values(answers).reduce((sum, points) => sum + points, 0);
  const title = say({ key: `about.${form.id}` }, "checkup");
  const save = async () => {
    const isSaved = await chart(title, [{ kind: "questionnaire", value: { form: form.id, answers }, unit: null }]);
    if (isSaved) setTapped({});
    await queryClient.invalidateQueries({ queryKey: ["screening"] });
  };
  return (
    <details className="scr-form">
      <summary>
        <Picture lines={view.pictures[form.id]} size={28} />
        <strong className="grow">{title}</strong>
        {isOfNow ? <span className="tag">{t("scr.answeredAt", { time: clock(before.at) })}</span> : null}
      </summary>
      {Object.keys(suggested).length > 0 ? <p className="muted small">{t("scr.suggested")}</p> : null}
      {form.items.map((item) => (
        <Item
          key={item.id}
          form={form}
          item={item}
          answers={answers}
          onAnswer={(id, points) => setTapped((all) => ({ ...all, [id]: points }))}
        />
      ))}
      <div className="line wrap">
        <span className="grow">{left > 0 ? t("scr.toAnswer", { n: left }) : t("scr.total", { total })}</span>
        <Button disabled={left > 0} onClick={() => void save()}>
          {t("scr.saveForm")}
        </Button>
      </div>
    </details>
  );
}

export function FormsPanel({ view }: { readonly view: PersonScreeningView }) {
  const { t } = useVoice();
  return (
    <Panel title={t("scr.forms")}>
      {view.forms.map((form) => (
        <FormPart key={form.id} view={view} form={form} />
      ))}
    </Panel>
  );
}
