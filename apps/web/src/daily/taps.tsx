import { Button, Drawer, NumberInput, SegmentedControl, Switch, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { serverNow } from "../link/clock.ts";
import { timeOf } from "../medication/wall-clock.ts";
import { type Meal, mealAt } from "../person/chart-rows.ts";
import { useVoice } from "../words/speak.tsx";
import type { DailyView } from "./asked.ts";
import { useEntry } from "./asked.ts";
import { BristolPicture, bristolTypes } from "./bristol.tsx";

/** Of the house's clock: the phone of whoever taps may stand in another zone. */
const careHour = (at: number, zone: string): number => Number(timeOf(at, zone).slice(0, 2));

export interface TapProps {
  readonly person: string;
}

export function Tap({
  label,
  onTap,
  children,
}: {
  readonly label: string;
  readonly onTap: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button type="button" className="daily-tap" aria-label={label} onClick={onTap}>
      {children}
    </button>
  );
}

export function Sheet({
  title,
  onClose,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useVoice();
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      size="auto"
      title={title}
      closeButtonProps={{ "aria-label": t("app.close") }}
      classNames={{ content: "sheet" }}
    >
      <div className="stack">{children}</div>
    </Drawer>
  );
}

export const CUPS = [100, 150, 200] as const;
const MORE_CUPS = [30, 50, 250, 300, 400, 500] as const;

function DrinkSheet({
  person,
  favourites,
  onClose,
}: TapProps & { readonly favourites: readonly string[]; readonly onClose: () => void }) {
  const { t, kind } = useVoice();
  const save = useEntry(person);
  const [drink, setDrink] = useState("");
  const give = (volumeMl: number) => {
    onClose();
    void save(`${drink || kind("fluid-intake")} ${volumeMl} mL`, "fluid-intake", {
      volumeMl,
      ...(drink ? { drink } : {}),
    });
  };
  return (
    <Sheet title={t("daily.drink")} onClose={onClose}>
      <div className="daily-chips">
        {favourites.map((name) => (
          <button
            key={name}
            type="button"
            className="daily-chip"
            aria-pressed={drink === name}
            onClick={() => setDrink(drink === name ? "" : name)}
          >
            {name}
          </button>
        ))}
      </div>
      <TextInput
        label={t("daily.drinkName")}
        maxLength={80}
        value={drink}
        onChange={(event) => setDrink(event.currentTarget.value)}
      />
      <div className="grid">
        {[...CUPS, ...MORE_CUPS]
          .toSorted((a, b) => a - b)
          .map((ml) => (
            <button key={ml} type="button" onClick={() => give(ml)}>{`${ml} mL`}</button>
          ))}
      </div>
    </Sheet>
  );
}

/** One tap a cup; what it was, or another amount, in two. */
export function DrinkTaps({ person, favourites }: TapProps & { readonly favourites: readonly string[] }) {
  const { t, kind } = useVoice();
  const save = useEntry(person);
  const [open, setOpen] = useState(false);
  return (
    <div className="daily-taps">
      {CUPS.map((ml) => (
        <Tap
          key={ml}
          label={`${kind("fluid-intake")} ${ml} mL`}
          onTap={() => void save(`${kind("fluid-intake")} ${ml} mL`, "fluid-intake", { volumeMl: ml })}
        >
          <b>{ml}</b> mL
        </Tap>
      ))}
      <Tap label={t("daily.otherDrink")} onTap={() => setOpen(true)}>
        {t("daily.other")}
      </Tap>
      {open ? <DrinkSheet person={person} favourites={favourites} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

const TENTHS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

function MealSheet({
  person,
  served,
  first,
  onClose,
}: TapProps & { readonly served: DailyView["served"]; readonly first: Meal; readonly onClose: () => void }) {
  const { t, code } = useVoice();
  const save = useEntry(person);
  const [meal, setMeal] = useState<Meal>(first);
  const meals = (["breakfast", "lunch", "dinner", "snack"] as const).map((value) => ({ value, label: code(value) }));
  const give = (tenth: number) => {
    onClose();
    void save(`${code(meal)} ${tenth}/10`, "meal", { meal, eatenPercent: 10 * tenth });
  };
  return (
    <Sheet title={t("daily.meal")} onClose={onClose}>
      <SegmentedControl
        fullWidth
        aria-label={t("daily.meal")}
        data={meals}
        value={meal}
        onChange={(value) => setMeal(value as Meal)}
      />
      <p className="muted small">{t("daily.tenths", { kcal: served[meal] })}</p>
      <div className="grid daily-tenths">
        {TENTHS.map((tenth) => (
          <button key={tenth} type="button" onClick={() => give(tenth)}>
            {tenth}
            <small className="muted">{Math.round((served[meal] * tenth) / 10)} kcal</small>
          </button>
        ))}
      </div>
    </Sheet>
  );
}

/** The meal of this hour in one tap where it was eaten up or by half, in two where not. */
export function MealTaps({ person, served }: TapProps & { readonly served: DailyView["served"] }) {
  const { t, code, zone } = useVoice();
  const save = useEntry(person);
  const [open, setOpen] = useState(false);
  const now = mealAt(careHour(serverNow(), zone));
  const give = (eatenPercent: number) =>
    void save(`${code(now)} ${eatenPercent / 10}/10`, "meal", { meal: now, eatenPercent });
  return (
    <div className="daily-taps">
      {[100, 80, 50].map((percent) => (
        <Tap key={percent} label={`${code(now)} ${percent / 10}/10`} onTap={() => give(percent)}>
          <small>{code(now)}</small>
          <b>{percent / 10}/10</b>
        </Tap>
      ))}
      <Tap label={t("daily.otherMeal")} onTap={() => setOpen(true)}>
        {t("daily.other")}
      </Tap>
      {open ? <MealSheet person={person} served={served} first={now} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

function StoolSheet({ person, onClose }: TapProps & { readonly onClose: () => void }) {
  const { t, code, kind } = useVoice();
  const save = useEntry(person);
  const [leaked, setLeaked] = useState(false);
  const [amount, setAmount] = useState<"small" | "medium" | "large">("medium");
  const give = (bristol: number) => {
    onClose();
    const value = { bristol, amount, how: leaked ? "pad" : "toilet", ...(leaked ? { leaked } : {}) };
    void save(`${kind("stool")} ${bristol}`, "stool", value);
  };
  return (
    <Sheet title={t("daily.stool")} onClose={onClose}>
      <SegmentedControl
        fullWidth
        aria-label={t("daily.amount")}
        data={(["small", "medium", "large"] as const).map((value) => ({ value, label: t(`daily.amount.${value}`) }))}
        value={amount}
        onChange={(value) => setAmount(value as typeof amount)}
      />
      <Switch
        label={`${t("chart.leaked")} (${code("pad")})`}
        checked={leaked}
        onChange={(event) => setLeaked(event.currentTarget.checked)}
      />
      <div className="bristol-list">
        {bristolTypes.map((type) => (
          <button key={type} type="button" onClick={() => give(type)}>
            <BristolPicture type={type} size={56} />
            <span>
              <b>{type}</b> {t(`bristol.${type}`)}
            </span>
          </button>
        ))}
      </div>
    </Sheet>
  );
}

export function StoolTaps({ person }: TapProps) {
  const { t, kind } = useVoice();
  const save = useEntry(person);
  const [open, setOpen] = useState(false);
  const usual = (bristol: number) =>
    void save(`${kind("stool")} ${bristol}`, "stool", { bristol, amount: "medium", how: "toilet" });
  return (
    <div className="daily-taps">
      {[3, 4, 5].map((type) => (
        <Tap key={type} label={`${kind("stool")}: ${t(`bristol.${type as 3}`)}`} onTap={() => usual(type)}>
          <BristolPicture type={type} />
          <b>{type}</b>
        </Tap>
      ))}
      <Tap label={t("daily.otherStool")} onTap={() => setOpen(true)}>
        {t("daily.other")}
      </Tap>
      {open ? <StoolSheet person={person} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

const MINUTES = [5, 10, 20] as const;

function WalkSheet({ person, onClose }: TapProps & { readonly onClose: () => void }) {
  const { t, kind } = useVoice();
  const save = useEntry(person);
  const [steps, setSteps] = useState<string | number>("");
  const walk = (minutes: number) => {
    onClose();
    void save(`${kind("walk")} ${t("time.minutes", { n: minutes })}`, "walk", { minutes });
  };
  const count = () => {
    onClose();
    void save(`${kind("steps")} ${steps}`, "steps", Number(steps));
  };
  return (
    <Sheet title={t("daily.walk")} onClose={onClose}>
      <div className="grid">
        {[3, 5, 10, 15, 20, 30, 45, 60].map((minutes) => (
          <button key={minutes} type="button" onClick={() => walk(minutes)}>
            {t("time.minutes", { n: minutes })}
          </button>
        ))}
      </div>
      <div className="inline-form">
        <NumberInput label={kind("steps")} min={1} max={50_000} value={steps} onChange={setSteps} />
        <Button disabled={typeof steps !== "number"} onClick={count}>
          {t("app.save")}
        </Button>
      </div>
    </Sheet>
  );
}

export function WalkTaps({ person }: TapProps) {
  const { t, kind } = useVoice();
  const save = useEntry(person);
  const [open, setOpen] = useState(false);
  return (
    <div className="daily-taps">
      {MINUTES.map((minutes) => (
        <Tap
          key={minutes}
          label={`${kind("walk")} ${t("time.minutes", { n: minutes })}`}
          onTap={() => void save(`${kind("walk")} ${t("time.minutes", { n: minutes })}`, "walk", { minutes })}
        >
          <b>{t("time.minutes", { n: minutes })}</b>
        </Tap>
      ))}
      <Tap label={t("daily.otherWalk")} onTap={() => setOpen(true)}>
        {t("daily.other")}
      </Tap>
      {open ? <WalkSheet person={person} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}
