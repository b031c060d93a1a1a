import { Button, NativeSelect, NumberInput, Select, TextInput } from "@mantine/core";
import { vaccines } from "@sakiyomi/skills/handbook";
import { type ReactNode, useState } from "react";
import { serverNow } from "../../link/clock.ts";
import { useBoardQuery } from "../../link/queries.ts";
import { useDo } from "../../look/toast.tsx";
import { useVoice } from "../../words/speak.tsx";
import { keepInChart, keepInHandbook } from "../desk.ts";
import type { HandbookView } from "../shapes.ts";
import { signChoices, visitNumbers, visitSigns } from "./visit-signs.ts";

const renews = [["maternity"], ["person"]];
const numberOr = (value: number | string): number | undefined => (typeof value === "number" ? value : undefined);
/** Without what was left out. */
const filled = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ""));

/** A form that opens with a tap and closes when it is kept. */
export function FormOf({
  title,
  children,
}: {
  readonly title: string;
  readonly children: (close: () => void) => ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  if (!isOpen)
    return (
      <Button className="no-print mat-start" variant="default" onClick={() => setOpen(true)}>
        {title}
      </Button>
    );
  return (
    <section className="hb-form no-print" aria-label={title}>
      <h3>{title}</h3>
      {children(() => setOpen(false))}
    </section>
  );
}

function Ends({
  ready,
  onKeep,
  onClose,
}: {
  readonly ready: boolean;
  readonly onKeep: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useVoice();
  return (
    <div className="line wrap">
      <Button disabled={!ready} onClick={onKeep}>
        {t("hb.keep")}
      </Button>
      <Button variant="default" onClick={onClose}>
        {t("app.cancel")}
      </Button>
    </div>
  );
}

interface FormProps {
  readonly book: HandbookView;
  readonly onClose: () => void;
}

const dueWays = ["ultrasound", "last-period", "embryo-transfer"] as const;

export function PregnancyForm({ book, onClose }: FormProps) {
  const { t } = useVoice();
  const act = useDo();
  const was = book.pregnancy?.ongoing ? book.pregnancy : null;
  const [due, setDue] = useState(was?.due ?? "");
  const [dueBy, setDueBy] = useState<string>(was?.dueBy ?? "ultrasound");
  const [fetuses, setFetuses] = useState<number | string>(was?.fetuses ?? 1);
  const [ended, setEnded] = useState("");
  const keep = async () => {
    const value = filled({ due, dueBy, fetuses, ended });
    if ((await act(() => keepInHandbook(book.person, "pregnancy", value), { done: t("app.saved"), renews })) !== null)
      onClose();
  };
  return (
    <>
      <div className="hb-fields">
        <TextInput
          type="date"
          label={t("hb.due")}
          value={due}
          onChange={(event) => setDue(event.currentTarget.value)}
        />
        <NativeSelect
          label={t("hb.dueBy")}
          data={dueWays.map((value) => ({ value, label: t(`hb.by.${value}`) }))}
          value={dueBy}
          onChange={(event) => setDueBy(event.currentTarget.value)}
        />
        <NumberInput label={t("hb.fetuses")} min={1} max={5} value={fetuses} onChange={setFetuses} />
        {was === null ? null : (
          <TextInput
            type="date"
            label={t("hb.ended")}
            max={book.today}
            value={ended}
            onChange={(event) => setEnded(event.currentTarget.value)}
          />
        )}
      </div>
      <Ends ready={due !== "" && typeof fetuses === "number"} onKeep={() => void keep()} onClose={onClose} />
    </>
  );
}

/** One visit; what was not measured stays empty and is nothing. */
export function VisitForm({ book, onClose }: FormProps) {
  const { t } = useVoice();
  const act = useDo();
  const [fields, setFields] = useState<Readonly<Record<string, unknown>>>({});
  const [day, setDay] = useState(book.today);
  const set = (key: string, value: unknown) => setFields((old) => ({ ...old, [key]: value }));
  const value = filled(fields);
  const keep = async () => {
    // Noon of that day; of today, now.
    const at = day === book.today ? serverNow() : Date.parse(`${day}T03:00:00Z`);
    const kept = await act(() => keepInChart(book.person, { kind: "pregnancy-visit", value, unit: null, at }), {
      done: t("app.saved"),
      renews,
    });
    if (kept !== null) onClose();
  };
  return (
    <>
      <div className="hb-fields">
        <TextInput
          type="date"
          label={t("hb.day")}
          max={book.today}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        {visitNumbers.map(({ key, min, max, step, unit }) => (
          <NumberInput
            key={key}
            label={t(`hb.${key}`)}
            suffix={` ${unit}`}
            {...{ min, max, step }}
            onChange={(next) => set(key, numberOr(next))}
          />
        ))}
        {visitSigns.map((key) => (
          <NativeSelect
            key={key}
            label={t(`hb.${key}`)}
            data={[{ value: "", label: t("hb.notLooked") }, ...signChoices]}
            onChange={(event) => set(key, event.currentTarget.value)}
          />
        ))}
        <TextInput
          label={t("hb.note")}
          maxLength={2000}
          onChange={(event) => set("note", event.currentTarget.value.trim())}
        />
      </div>
      <Ends ready={day !== "" && Object.keys(value).length > 0} onKeep={() => void keep()} onClose={onClose} />
    </>
  );
}

const birthNumbers = [
  { key: "weeks", word: "hb.bornWeeks", unit: "", min: 20, max: 45, step: 1 },
  { key: "days", word: "hb.bornDays", unit: "", min: 0, max: 6, step: 1 },
  { key: "weightG", word: "hb.weight", unit: " g", min: 200, max: 8000, step: 1 },
  { key: "lengthCm", word: "hb.length", unit: " cm", min: 15, max: 70, step: 0.1 },
  { key: "headCm", word: "hb.head", unit: " cm", min: 10, max: 60, step: 0.1 },
  { key: "chestCm", word: "hb.chest", unit: " cm", min: 10, max: 60, step: 0.1 },
] as const;
type SetField = (key: string, value: unknown) => void;

function SexAndMother({
  book,
  sex,
  set,
}: {
  readonly book: HandbookView;
  readonly sex: string;
  readonly set: SetField;
}) {
  const { t } = useVoice();
  const others = (useBoardQuery().data?.people ?? []).filter(({ id }) => id !== book.person);
  return (
    <>
      <NativeSelect
        label={t("hb.sex")}
        data={(["unknown", "female", "male"] as const).map((value) => ({ value, label: t(`hb.sex.${value}`) }))}
        value={sex}
        onChange={(event) => set("sex", event.currentTarget.value)}
      />
      <NativeSelect
        label={t("hb.motherIs")}
        data={[
          { value: "", label: t("hb.motherElsewhere") },
          ...others.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => set("mother", event.currentTarget.value)}
      />
    </>
  );
}

export function BirthForm({ book, onClose }: FormProps) {
  const { t } = useVoice();
  const act = useDo();
  const first = { day: book.birthDate ?? book.today, sex: "unknown", days: 0 };
  const [fields, setFields] = useState<Readonly<Record<string, unknown>>>(first);
  const set: SetField = (key, value) => setFields((old) => ({ ...old, [key]: value }));
  const keep = async () => {
    const kept = await act(() => keepInHandbook(book.person, "birth", filled(fields)), {
      done: t("app.saved"),
      renews,
    });
    if (kept !== null) onClose();
  };
  return (
    <>
      <div className="hb-fields">
        <TextInput
          type="date"
          label={t("hb.bornOn")}
          max={book.today}
          disabled={book.birthDate !== null}
          value={String(fields.day)}
          onChange={(event) => set("day", event.currentTarget.value)}
        />
        {birthNumbers.map(({ key, word, unit, ...range }) => (
          <NumberInput
            key={key}
            label={t(word)}
            suffix={unit}
            {...range}
            onChange={(next) => set(key, numberOr(next))}
          />
        ))}
        <SexAndMother book={book} sex={String(fields.sex)} set={set} />
      </div>
      <Ends
        ready={fields.weeks !== undefined && fields.weightG !== undefined}
        onKeep={() => void keep()}
        onClose={onClose}
      />
    </>
  );
}

const measures = [
  { kind: "body-weight", key: "weight", unit: "kg", min: 0.2, max: 60, step: 0.01 },
  { kind: "body-height", key: "length", unit: "cm", min: 15, max: 160, step: 0.1 },
  { kind: "head-circumference", key: "head", unit: "cm", min: 10, max: 80, step: 0.1 },
] as const;

export function GrowthForm({ book, onClose }: FormProps) {
  const { t } = useVoice();
  const act = useDo();
  const [day, setDay] = useState(book.today);
  const [values, setValues] = useState<Readonly<Record<string, number | undefined>>>({});
  const given = measures.filter(({ kind }) => values[kind] !== undefined);
  const keep = async () => {
    const at = day === book.today ? serverNow() : Date.parse(`${day}T03:00:00Z`);
    const all = async () => {
      for (const { kind, unit } of given) await keepInChart(book.person, { kind, unit, at, value: values[kind] });
    };
    if ((await act(all, { done: t("app.saved"), renews })) !== null) onClose();
  };
  return (
    <>
      <div className="hb-fields">
        <TextInput
          type="date"
          label={t("hb.day")}
          max={book.today}
          min={book.birth?.day}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        {measures.map(({ kind, key, unit, min, max, step }) => (
          <NumberInput
            key={kind}
            label={t(`hb.${key}`)}
            suffix={` ${unit}`}
            {...{ min, max, step }}
            onChange={(next) => setValues((old) => ({ ...old, [kind]: numberOr(next) }))}
          />
        ))}
      </div>
      <Ends ready={day !== "" && given.length > 0} onKeep={() => void keep()} onClose={onClose} />
    </>
  );
}

const byChoice = ["mumps", "influenza"] as const;

/** The next dose of what is due is what somebody most probably writes down. */
const firstOf = ({ due }: HandbookView): string | null =>
  due.find(({ state }) => state === "due" || state === "late")?.vaccine ?? null;

export function VaccinationForm({ book, onClose }: FormProps) {
  const { t } = useVoice();
  const act = useDo();
  const [vaccine, setVaccine] = useState<string | null>(firstOf(book));
  const [given, setGiven] = useState(book.today);
  const [more, setMore] = useState<Readonly<Record<"lot" | "site", string>>>({ lot: "", site: "" });
  const name = vaccine ?? "";
  const dose = (book.vaccinations.filter((one) => one.vaccine === name).at(-1)?.dose ?? 0) + 1;
  const keep = async () => {
    const value = filled({ vaccine: name, dose, given, lot: more.lot.trim(), site: more.site.trim() });
    const kept = await act(() => keepInHandbook(book.person, "vaccination", value), { done: t("app.saved"), renews });
    if (kept !== null) onClose();
  };
  const choices = [...vaccines, ...byChoice].map((value) => ({ value, label: t(`hb.v.${value}`) }));
  const birthDate = book.birthDate ?? undefined;
  const day = { max: book.today, min: birthDate };
  return (
    <>
      <div className="hb-fields">
        <Select label={t("hb.vaccine")} searchable data={choices} value={vaccine} onChange={setVaccine} />
        <TextInput
          type="date"
          label={t("hb.day")}
          {...day}
          value={given}
          onChange={(event) => setGiven(event.currentTarget.value)}
        />
        {(["lot", "site"] as const).map((key) => (
          <TextInput
            key={key}
            label={t(`hb.${key}`)}
            maxLength={40}
            value={more[key]}
            onChange={(event) => setMore({ ...more, [key]: event.currentTarget.value })}
          />
        ))}
      </div>
      {name === "" ? null : <p className="muted">{t("hb.doseNumber", { n: dose })}</p>}
      <Ends ready={name !== "" && given !== ""} onKeep={() => void keep()} onClose={onClose} />
    </>
  );
}
