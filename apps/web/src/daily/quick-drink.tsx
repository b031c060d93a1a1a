import { useVoice } from "../words/speak.tsx";
import { useEntry, useMayChart } from "./asked.ts";

const CUPS = [100, 150, 200] as const;

/** A cup in one tap, on the person's own page. */
export function QuickDrink({ person }: { readonly person: string }) {
  const { kind } = useVoice();
  const save = useEntry(person);
  if (!useMayChart()) return null;
  return (
    <fieldset className="fieldset" aria-label={kind("fluid-intake")}>
      <div className="grid quick-drink">
        {CUPS.map((ml) => {
          const what = `${kind("fluid-intake")} ${ml} mL`;
          return (
            <button key={ml} type="button" onClick={() => void save(what, "fluid-intake", { volumeMl: ml })}>
              {what}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
