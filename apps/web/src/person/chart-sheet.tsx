import { Button, Drawer, NumberInput, SegmentedControl, Switch, Textarea } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { serverNow } from "../link/clock.ts";
import { unitName } from "../words/kinds.ts";
import { useVoice, type Voice } from "../words/speak.tsx";
import { BluetoothSheet } from "./bluetooth-sheet.tsx";
import {
  type Choice,
  charted,
  gridOf,
  type Meal,
  mealAt,
  mealChoices,
  type Save,
  type Sheet,
  titleOf,
  voidChoices,
} from "./chart-rows.ts";
import { CuffSheet } from "./cuff-sheet.tsx";

function choiceWords({ label }: Choice, { code, language }: Voice): string {
  if ("code" in label) return code(label.code);
  const digits = label.digits ?? 0;
  return `${label.number.toLocaleString(language, { minimumFractionDigits: digits })} ${unitName(label.unit)}`;
}

function Grid({
  title,
  choices,
  save,
  small = false,
  near,
}: {
  readonly title: string;
  readonly choices: readonly Choice[];
  readonly save: Save;
  readonly small?: boolean;
  readonly near?: number;
}) {
  const voice = useVoice();
  const start = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    start.current?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <div className="grid" data-small={small}>
      {choices.map((choice) => {
        const words = choiceWords(choice, voice);
        const isNear = "number" in choice.label && choice.label.number === near;
        return (
          <button
            key={words}
            type="button"
            ref={isNear ? start : null}
            onClick={() => save(`${title} ${words}`, choice.entries)}
          >
            {words}
          </button>
        );
      })}
    </div>
  );
}

function TemperatureSheet({ title, save }: { readonly title: string; readonly save: Save }) {
  const { t } = useVoice();
  const [other, setOther] = useState<string | number>("");
  return (
    <>
      <Grid title={title} choices={gridOf("temperature")} save={save} small near={36.5} />
      <div className="inline-form">
        <NumberInput
          label={t("chart.other")}
          suffix=" °C"
          decimalScale={2}
          min={20}
          max={46}
          value={other}
          onChange={setOther}
        />
        <Button
          disabled={typeof other !== "number"}
          onClick={() => save(`${title} ${other} °C`, [charted("body-temperature", other)])}
        >
          {t("app.save")}
        </Button>
      </div>
    </>
  );
}

function VoidSheet({ title, save }: { readonly title: string; readonly save: Save }) {
  const { t } = useVoice();
  const [volumeMl, setVolume] = useState<string | number>("");
  const [leaked, setLeaked] = useState(false);
  const choices = voidChoices({ volumeMl: typeof volumeMl === "number" ? volumeMl : null, leaked });
  return (
    <>
      <Grid title={title} choices={choices} save={save} />
      <div className="inline-form">
        <NumberInput label="mL" min={0} max={3000} step={50} value={volumeMl} onChange={setVolume} />
        <Switch
          label={t("chart.leaked")}
          checked={leaked}
          onChange={(event) => setLeaked(event.currentTarget.checked)}
        />
      </div>
    </>
  );
}

function MealSheet({ title, save }: { readonly title: string; readonly save: Save }) {
  const { code, t } = useVoice();
  const [meal, setMeal] = useState<Meal>(() => mealAt(new Date(serverNow()).getHours()));
  const meals = (["breakfast", "lunch", "dinner", "snack"] as const).map((value) => ({ value, label: code(value) }));
  return (
    <div className="stack">
      <SegmentedControl
        fullWidth
        aria-label={t("chart.meal")}
        data={meals}
        value={meal}
        onChange={(value) => setMeal(value as Meal)}
      />
      <Grid title={`${title}, ${code(meal)}`} choices={mealChoices(meal)} save={save} />
    </div>
  );
}

function NoteSheet({ title, save }: { readonly title: string; readonly save: Save }) {
  const { t } = useVoice();
  const [text, setText] = useState("");
  return (
    <div className="stack">
      <Textarea
        label={t("chart.noteText")}
        autosize
        minRows={4}
        maxLength={2000}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button disabled={text.trim() === ""} onClick={() => save(title, [charted("note", { text: text.trim() })])}>
        {t("app.save")}
      </Button>
    </div>
  );
}

const own: Partial<Record<Sheet, (props: { readonly title: string; readonly save: Save }) => ReactNode>> = {
  cuff: CuffSheet,
  temperature: TemperatureSheet,
  void: VoidSheet,
  meal: MealSheet,
  note: NoteSheet,
};

/** The second tap. The sheet closes by itself; what was saved is said, and can be taken back. */
export function ChartSheet({
  sheet,
  person,
  onSave,
  onClose,
}: {
  readonly sheet: Sheet;
  readonly person: { readonly id: string; readonly name: string };
  readonly onSave: Save;
  readonly onClose: () => void;
}) {
  const { t } = useVoice();
  const title = t(titleOf(sheet));
  const Inside = own[sheet];
  const readable = sheet === "cuff" || sheet === "temperature";
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      size="auto"
      title={`${title} · ${person.name}`}
      closeButtonProps={{ "aria-label": t("app.close") }}
      classNames={{ content: "sheet" }}
    >
      {Inside === undefined ? (
        <Grid title={title} choices={gridOf(sheet)} save={onSave} />
      ) : (
        <Inside title={title} save={onSave} />
      )}
      {readable ? <BluetoothSheet person={person} onSave={onSave} /> : null}
    </Drawer>
  );
}
