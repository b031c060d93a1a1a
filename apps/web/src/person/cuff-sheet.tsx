import { useEffect, useRef, useState } from "react";
import { useVoice } from "../words/speak.tsx";
import { cuffEntries, cuffSteps, type Save } from "./chart-rows.ts";

function Column({
  title,
  values,
  chosen,
  near,
  choose,
}: {
  readonly title: string;
  readonly values: readonly number[];
  readonly chosen: number | null;
  readonly near: number;
  readonly choose: (value: number) => void;
}) {
  const start = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    start.current?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <div className="column">
      <h3>{title}</h3>
      <div className="column-values">
        {values.map((value) => (
          <button
            key={value}
            type="button"
            aria-pressed={value === chosen}
            aria-label={`${title} ${value}`}
            ref={value === near ? start : null}
            onClick={() => choose(value)}
          >
            {value}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Nothing is chosen beforehand: a pressure that nobody measured must not be one tap away. */
export function CuffSheet({ title, save }: { readonly title: string; readonly save: Save }) {
  const { t } = useVoice();
  const [upper, setUpper] = useState<number | null>(null);
  const [lower, setLower] = useState<number | null>(null);
  const choose = (nextUpper: number | null, nextLower: number | null) => {
    setUpper(nextUpper);
    setLower(nextLower);
    const entries = cuffEntries(nextUpper, nextLower);
    if (entries !== null) save(`${title} ${nextUpper}/${nextLower}`, entries);
  };
  return (
    <div className="columns">
      <Column
        title={`${t("chart.upper")} mmHg`}
        values={cuffSteps.upper}
        chosen={upper}
        near={120}
        choose={(value) => choose(value, lower)}
      />
      <Column
        title={`${t("chart.lower")} mmHg`}
        values={cuffSteps.lower}
        chosen={lower}
        near={75}
        choose={(value) => choose(upper, value)}
      />
    </div>
  );
}
