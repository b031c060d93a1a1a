import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { queryClient } from "../link/queries.ts";
import { Panel } from "../look/parts.tsx";
import { useChart } from "../person/use-chart.ts";
import { useVoice } from "../words/speak.tsx";
import { type LabLine, readLabTable } from "./lab-table.ts";
import type { PersonScreeningView } from "./shapes.ts";

const column = { en: 0, ja: 1, ko: 2 } as const;

function useSave(person: string) {
  const chart = useChart(person);
  return async (what: string, lines: readonly LabLine[]): Promise<boolean> => {
    const isSaved = await chart(
      what,
      lines.map((value) => ({ kind: "laboratory" as const, value, unit: null })),
    );
    await queryClient.invalidateQueries({ queryKey: ["screening"] });
    return isSaved;
  };
}

interface PartProps {
  readonly view: PersonScreeningView;
  readonly nameOf: (code: string) => string;
}

function One({ view, nameOf }: PartProps) {
  const { t } = useVoice();
  const save = useSave(view.person);
  const [code, setCode] = useState(view.tests[0]?.code ?? "");
  const [fields, setFields] = useState({ value: "", low: "", high: "" });
  const unit = view.tests.find((test) => test.code === code)?.unit ?? "";
  const { lines } = readLabTable([code, fields.value, unit, fields.low, fields.high].join("\t"), nameOf);
  const [line] = lines;
  const add = async () => {
    if (line !== undefined && (await save(line.name, [line]))) setFields({ value: "", low: "", high: "" });
  };
  const field = (name: keyof typeof fields, label: string) => (
    <TextInput
      className="scr-number"
      label={label}
      inputMode="decimal"
      value={fields[name]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        setFields((all) => ({ ...all, [name]: value }));
      }}
    />
  );
  return (
    <>
      <div className="line wrap end">
        <NativeSelect
          label={t("scr.test")}
          data={view.tests.map((test) => ({ value: test.code, label: `${nameOf(test.code)} (${test.code})` }))}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        {field("value", `${t("scr.value")} (${unit})`)}
        {field("low", t("scr.low"))}
        {field("high", t("scr.high"))}
        <Button disabled={line === undefined} onClick={() => void add()}>
          {t("scr.add")}
        </Button>
      </div>
      <p className="muted small">{t("scr.limitsLong")}</p>
    </>
  );
}

function Paste({ view, nameOf }: PartProps) {
  const { t } = useVoice();
  const save = useSave(view.person);
  const [text, setText] = useState("");
  const { lines, wrong } = readLabTable(text, nameOf);
  const go = async () => {
    if (await save(t("scr.laboratory"), lines)) setText("");
  };
  return (
    <details>
      <summary>{t("scr.paste")}</summary>
      <div className="stack">
        <Textarea
          aria-label={t("scr.paste")}
          autosize
          minRows={4}
          value={text}
          placeholder={"Hb\t12.4\tg/dL\t11.6\t14.8"}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {wrong.map(({ line, words }) => (
          <p key={line} role="alert">
            {t("scr.pasteWrong", { line, words })}
          </p>
        ))}
        <Button disabled={lines.length === 0 || wrong.length > 0} onClick={() => void go()}>
          {t("scr.pasteGo", { n: lines.length })}
        </Button>
      </div>
    </details>
  );
}

export function LaboratoryPanel({ view }: { readonly view: PersonScreeningView }) {
  const { t, language } = useVoice();
  const nameOf = (code: string): string =>
    view.tests.find((test) => test.code.toLowerCase() === code.toLowerCase())?.names[column[language]] ?? code;
  return (
    <Panel title={t("scr.laboratory")}>
      <One view={view} nameOf={nameOf} />
      <Paste view={view} nameOf={nameOf} />
    </Panel>
  );
}
