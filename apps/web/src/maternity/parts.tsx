import { Button, Chip, Group, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { Confirm } from "../look/confirm.tsx";
import { Icon } from "../look/icons.tsx";
import { useDo } from "../look/toast.tsx";
import { strikeOut } from "../person/use-chart.ts";
import { useVoice } from "../words/speak.tsx";
import type { Weeks } from "./shapes.ts";

/** "34 w 2 d", as it stands in a handbook; null is said, never guessed. */
export function useWeeks(): (weeks: Weeks | null) => string {
  const { t } = useVoice();
  return (weeks) => (weeks === null ? t("mat.weeksUnknown") : t("mat.weeks", { n: weeks.weeks, d: weeks.days }));
}

/** A day of a record, which has no zone. */
export function useDay(): (iso: string) => string {
  const { language } = useVoice();
  return (iso) =>
    new Intl.DateTimeFormat(language, { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" }).format(
      Date.parse(`${iso}T00:00:00Z`),
    );
}

export function useFigure(): (value: number | null, digits?: number) => string {
  const { language } = useVoice();
  return (value, digits = 0) =>
    value === null
      ? "–"
      : value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function PersonTop({
  person,
  name,
  children,
  title,
}: {
  readonly person: string;
  readonly name: string;
  readonly title: string;
  readonly children?: ReactNode;
}) {
  const { t } = useVoice();
  return (
    <header className="mat-top">
      <Link to="/people/$id" params={{ id: person }} className="step" aria-label={t("mat.toPerson", { name })}>
        <Icon name="back" />
      </Link>
      <div>
        <h1>{name}</h1>
        <p className="muted">{title}</p>
      </div>
      <nav className="mat-ways">{children}</nav>
    </header>
  );
}

const reasons = ["chart.reasonWrongValue", "chart.reasonWrongPerson", "chart.reasonTwice"] as const;

/** Takes an entry out of the handbook; the chart keeps it, with the reason. */
export function Strike({
  entry,
  what,
  renews,
}: {
  readonly entry: { readonly entry: string; readonly version: number };
  readonly what: string;
  readonly renews: readonly (readonly string[])[];
}) {
  const { t } = useVoice();
  const act = useDo();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const strike = async () => {
    await act(() => strikeOut({ id: entry.entry, version: entry.version }, reason), {
      done: t("chart.undone"),
      renews,
    });
    setOpen(false);
  };
  return (
    <>
      <Button
        className="no-print"
        variant="subtle"
        size="compact-md"
        onClick={() => setOpen(true)}
        aria-label={`${t("chart.strike")}: ${what}`}
      >
        {t("chart.strike")}
      </Button>
      {isOpen ? (
        <Confirm
          title={t("chart.error")}
          action={t("chart.strike")}
          ready={reason.trim() !== ""}
          onDo={() => void strike()}
          onClose={() => setOpen(false)}
        >
          <p>{what}</p>
          <p>{t("chart.errorAsk")}</p>
          <Group gap="xs">
            {reasons.map((key) => (
              <Chip key={key} size="md" checked={reason === t(key)} onChange={() => setReason(t(key))}>
                {t(key)}
              </Chip>
            ))}
          </Group>
          <TextInput
            label={t("chart.reason")}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Confirm>
      ) : null}
    </>
  );
}
