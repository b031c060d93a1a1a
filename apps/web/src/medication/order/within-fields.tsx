import { Chip, NumberInput, SegmentedControl } from "@mantine/core";
import { meals } from "@sakiyomi/medication";
import { Icon } from "../../look/icons.tsx";
import { useVoice } from "../../words/speak.tsx";
import { ClockField } from "../parts/clock-fields.tsx";
import type { MealName, WithinForm } from "./order-form.ts";

interface Props {
  readonly form: WithinForm;
  readonly set: (form: WithinForm) => void;
}

function Times({ form, set }: Props) {
  const { t } = useVoice();
  const times = form.times.length === 0 ? [""] : form.times;
  const put = (index: number, time: string) =>
    set({ ...form, times: times.map((old, i) => (i === index ? time : old)) });
  return (
    <div className="line wrap">
      {times.map((time, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a time that is being typed has no name but its place
        <span key={index} className="line tight">
          <ClockField
            label={t("med.timeN", { n: index + 1 })}
            isLabelShown={false}
            value={time}
            set={(next) => put(index, next)}
          />
          {times.length === 1 ? null : (
            <button
              type="button"
              className="step"
              aria-label={t("med.removeTime", { n: index + 1 })}
              onClick={() => set({ ...form, times: times.filter((_, i) => i !== index) })}
            >
              <Icon name="close" />
            </button>
          )}
        </span>
      ))}
      <button type="button" className="add" onClick={() => set({ ...form, times: [...times, ""] })}>
        <Icon name="plus" size={18} /> {t("med.addTime")}
      </button>
    </div>
  );
}

function Meals({ form, set }: Props) {
  const { t } = useVoice();
  const side = form.offsetMin < 0 ? "before" : form.offsetMin > 0 ? "after" : "with";
  const put = (next: string, minutes: number) =>
    set({ ...form, offsetMin: next === "with" ? 0 : next === "before" ? -minutes : minutes });
  return (
    <>
      <Chip.Group multiple value={[...form.meals]} onChange={(chosen) => set({ ...form, meals: chosen as MealName[] })}>
        <div className="line wrap">
          {meals.map((meal) => (
            <Chip key={meal} value={meal}>
              {t(`meal.${meal}`)}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      <div className="line wrap end">
        <SegmentedControl
          aria-label={t("med.aroundMeal")}
          data={(["before", "with", "after"] as const).map((value) => ({ value, label: t(`around.${value}`) }))}
          value={side}
          onChange={(next) => put(next, Math.abs(form.offsetMin) || 30)}
        />
        {side === "with" ? null : (
          <NumberInput
            label={t("med.minutes")}
            className="short"
            min={1}
            max={180}
            value={Math.abs(form.offsetMin)}
            onChange={(value) => (typeof value === "number" && value > 0 ? put(side, value) : undefined)}
          />
        )}
      </div>
    </>
  );
}

/** At what times of a day: on the clock, or with the meals of the house. */
export function WithinFields({ form, set }: Props) {
  const { t } = useVoice();
  return (
    <div className="stack tight">
      <SegmentedControl
        aria-label={t("med.atWhat")}
        data={[
          { value: "meals", label: t("med.byMeals") },
          { value: "times", label: t("med.byTimes") },
        ]}
        value={form.by}
        onChange={(by) => set({ ...form, by: by === "times" ? "times" : "meals" })}
      />
      {form.by === "times" ? <Times form={form} set={set} /> : <Meals form={form} set={set} />}
    </div>
  );
}
