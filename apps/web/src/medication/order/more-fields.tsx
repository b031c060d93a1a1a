import { NativeSelect, Switch, Textarea, TextInput } from "@mantine/core";
import { windowClasses } from "@sakiyomi/medication";
import { useVoice } from "../../words/speak.tsx";
import { MomentField } from "../parts/clock-fields.tsx";
import type { FormProps } from "./timing-fields.tsx";

export function SpanFields({ form, put }: FormProps) {
  const { t } = useVoice();
  return (
    <div className="line wrap end">
      <MomentField label={t("med.from")} hint={t("med.fromHint")} value={form.from} set={(from) => put({ from })} />
      <MomentField
        label={t("med.until")}
        hint={t("med.untilHint")}
        usualTime="23:59"
        value={form.until}
        set={(until) => put({ until })}
      />
    </div>
  );
}

/** What most orders leave as it is. */
export function MoreFields({ form, put }: FormProps) {
  const { t } = useVoice();
  return (
    <div className="stack">
      <Textarea
        label={t("med.note")}
        description={t("med.noteHint")}
        autosize
        maxLength={500}
        value={form.note}
        onChange={(event) => put({ note: event.currentTarget.value })}
      />
      <NativeSelect
        label={t("med.window")}
        data={[
          { value: "", label: t("med.windowUsual") },
          ...windowClasses.map((value) => ({ value, label: t(`window.${value}`) })),
        ]}
        value={form.windowClass}
        onChange={(event) => put({ windowClass: windowClasses.find((one) => one === event.currentTarget.value) ?? "" })}
      />
      {form.windowClass === "" ? null : (
        <TextInput
          label={t("med.windowReason")}
          required
          maxLength={500}
          value={form.windowReason}
          onChange={(event) => put({ windowReason: event.currentTarget.value })}
        />
      )}
      <Switch
        label={t("med.needsWitness")}
        description={t("med.needsWitnessHint")}
        checked={form.needsWitness}
        onChange={(event) => put({ needsWitness: event.currentTarget.checked })}
      />
      <Switch
        label={t("med.maySubstitute")}
        description={t("med.maySubstituteHint")}
        checked={form.maySubstitute}
        onChange={(event) => put({ maySubstitute: event.currentTarget.checked })}
      />
    </div>
  );
}
