import { Chip, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { weekdays } from "@sakiyomi/medication";
import type { ReactNode } from "react";
import { Icon } from "../../look/icons.tsx";
import { useVoice } from "../../words/speak.tsx";
import { MomentField } from "../parts/clock-fields.tsx";
import { useOrderWords } from "../parts/use-order-words.ts";
import { dayKinds, type OrderForm, type TaperStepForm, timingKinds, type Weekday } from "./order-form.ts";
import { WithinFields } from "./within-fields.tsx";

export interface FormProps {
  readonly form: OrderForm;
  readonly put: (part: Partial<OrderForm>) => void;
}

/** A number, or null while nothing stands in the field. */
export function NumberField({
  label,
  value,
  set,
  ...limits
}: {
  readonly label: string;
  readonly value: number | null;
  readonly set: (value: number | null) => void;
  readonly min?: number;
  readonly max?: number;
  readonly suffix?: string;
  readonly description?: string;
}) {
  return (
    <NumberInput
      {...limits}
      className="short"
      label={label}
      value={value ?? ""}
      onChange={(next) => set(typeof next === "number" ? next : null)}
    />
  );
}

function FirstDay({ form, put }: FormProps) {
  const { t } = useVoice();
  return (
    <TextInput
      type="date"
      label={t("med.firstDay")}
      value={form.first}
      onChange={(event) => put({ first: event.currentTarget.value })}
    />
  );
}

const monthDays = Array.from({ length: 31 }, (_, i) => i + 1);

const ofDays: Readonly<Record<OrderForm["days"], (props: FormProps) => ReactNode>> = {
  daily: () => null,
  weekdays: ({ form, put }) => {
    const { t } = useVoice();
    return (
      <Chip.Group
        multiple
        value={[...form.weekdays]}
        onChange={(chosen) => put({ weekdays: weekdays.filter((day) => chosen.includes(day)) as Weekday[] })}
      >
        <div className="line wrap">
          {weekdays.map((day) => (
            <Chip key={day} value={day}>
              {t(`weekday.${day}`)}
            </Chip>
          ))}
        </div>
      </Chip.Group>
    );
  },
  every: ({ form, put }) => {
    const { t } = useVoice();
    return (
      <div className="line wrap end">
        <NumberField label={t("med.everyDays")} min={1} max={366} value={form.every} set={(every) => put({ every })} />
        <FirstDay form={form} put={put} />
      </div>
    );
  },
  cycle: ({ form, put }) => {
    const { t } = useVoice();
    return (
      <div className="line wrap end">
        <NumberField label={t("med.daysOn")} min={1} max={366} value={form.on} set={(on) => put({ on })} />
        <NumberField label={t("med.daysOff")} min={1} max={366} value={form.off} set={(off) => put({ off })} />
        <FirstDay form={form} put={put} />
      </div>
    );
  },
  month: ({ form, put }) => {
    const { t } = useVoice();
    const turn = (day: number) =>
      put({
        monthDays: form.monthDays.includes(day)
          ? form.monthDays.filter((one) => one !== day)
          : [...form.monthDays, day].sort((a, b) => a - b),
      });
    return (
      <fieldset className="fieldset">
        <legend>{t("med.monthDays")}</legend>
        <div className="month-days">
          {monthDays.map((day) => (
            <button key={day} type="button" aria-pressed={form.monthDays.includes(day)} onClick={() => turn(day)}>
              {day}
            </button>
          ))}
        </div>
      </fieldset>
    );
  },
};

function Clock({ form, put }: FormProps) {
  const { t } = useVoice();
  const Days = ofDays[form.days];
  return (
    <>
      <NativeSelect
        label={t("med.onDays")}
        data={dayKinds.map((value) => ({ value, label: t(`days.${value}`) }))}
        value={form.days}
        onChange={(event) => put({ days: dayKinds.find((kind) => kind === event.currentTarget.value) ?? "daily" })}
      />
      <Days form={form} put={put} />
      <WithinFields form={form.within} set={(within) => put({ within })} />
    </>
  );
}

function At({ form, put, label }: FormProps & { readonly label: string }) {
  return <MomentField label={label} value={form.at} set={(at) => put({ at })} />;
}

function Interval({ form, put }: FormProps) {
  const { t } = useVoice();
  return (
    <div className="line wrap end">
      <NumberField label={t("med.everyHours")} min={0.5} max={744} value={form.hours} set={(hours) => put({ hours })} />
      <At form={form} put={put} label={t("med.firstTime")} />
    </div>
  );
}

function AsNeeded({ form, put }: FormProps) {
  const { t } = useVoice();
  return (
    <>
      <TextInput
        label={t("med.neededFor")}
        maxLength={500}
        value={form.prnReason}
        onChange={(event) => put({ prnReason: event.currentTarget.value })}
      />
      <div className="line wrap end">
        <NumberField
          label={t("med.leastHours")}
          min={0.25}
          max={168}
          value={form.minIntervalHours}
          set={(minIntervalHours) => put({ minIntervalHours })}
        />
        <NumberField
          label={t("med.mostPerDay")}
          min={1}
          max={48}
          value={form.maxPerDay}
          set={(maxPerDay) => put({ maxPerDay })}
        />
        <NumberField
          label={t("med.effectAfter")}
          description={t("med.effectAfterHint")}
          min={1}
          max={1440}
          value={form.effectAfterMin}
          set={(effectAfterMin) => put({ effectAfterMin })}
        />
      </div>
    </>
  );
}

function TaperStep({
  step,
  n,
  form,
  set,
  remove,
}: {
  readonly step: TaperStepForm;
  readonly n: number;
  readonly form: OrderForm;
  readonly set: (step: TaperStepForm) => void;
  readonly remove: (() => void) | null;
}) {
  const { t } = useVoice();
  const { unit } = useOrderWords();
  return (
    <li>
      <span className="rung">{n}</span>
      <div className="stack tight grow">
        <div className="line wrap end">
          <NumberField
            label={t("med.forDays")}
            min={1}
            max={366}
            value={step.days}
            set={(days) => set({ ...step, days })}
          />
          <NumberField
            label={t("med.amountIn", { unit: unit(form.unit) })}
            min={0}
            value={step.value}
            set={(value) => set({ ...step, value })}
          />
          {remove === null ? null : (
            <button type="button" className="step" aria-label={t("med.removeStep", { n })} onClick={remove}>
              <Icon name="close" />
            </button>
          )}
        </div>
        <WithinFields form={step.within} set={(within) => set({ ...step, within })} />
      </div>
    </li>
  );
}

function Taper({ form, put }: FormProps) {
  const { t } = useVoice();
  const { steps } = form;
  const last = steps.at(-1);
  return (
    <>
      <FirstDay form={form} put={put} />
      <ol className="ladder">
        {steps.map((step, index) => (
          <TaperStep
            // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name of its own but its place
            key={index}
            step={step}
            n={index + 1}
            form={form}
            set={(next) => put({ steps: steps.map((old, i) => (i === index ? next : old)) })}
            remove={steps.length === 1 ? null : () => put({ steps: steps.filter((_, i) => i !== index) })}
          />
        ))}
      </ol>
      <button
        type="button"
        className="add"
        onClick={() => put({ steps: last === undefined ? steps : [...steps, { ...last, value: null }] })}
      >
        <Icon name="plus" size={18} /> {t("med.addStep")}
      </button>
    </>
  );
}

const ofKind: Readonly<Record<OrderForm["kind"], (props: FormProps) => ReactNode>> = {
  clock: Clock,
  interval: Interval,
  "as-needed": AsNeeded,
  stat: () => null,
  once: (props) => {
    const { t } = useVoice();
    return <At {...props} label={t("med.when")} />;
  },
  taper: Taper,
};

/** When: the kind first, then only the fields of that kind. */
export function TimingFields({ form, put }: FormProps) {
  const { t } = useVoice();
  const Fields = ofKind[form.kind];
  return (
    <fieldset className="fieldset">
      <legend>{t("med.when")}</legend>
      <div className="kinds">
        {timingKinds.map((kind) => (
          <button key={kind} type="button" aria-pressed={form.kind === kind} onClick={() => put({ kind })}>
            {t(`timing.${kind}`)}
          </button>
        ))}
      </div>
      <div className="stack" key={form.kind}>
        <Fields form={form} put={put} />
      </div>
    </fieldset>
  );
}
