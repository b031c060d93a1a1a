import { Button } from "@mantine/core";
import type { BodyView } from "../link/shapes.ts";
import { usePersonMedication } from "../medication/desk.ts";
import { useMayDo } from "../medication/may.ts";
import { useFreshNow } from "../medication/parts/fresh-now.ts";
import { useVoice } from "../words/speak.tsx";
import type { Ask } from "./robot-asks.ts";
import { cupsOf } from "./robot-cups.ts";

interface Props {
  readonly person: string;
  readonly body: BodyView;
  readonly mayHelp: boolean;
  readonly order: (ask: Ask) => Promise<unknown>;
}

/** One tap for each labelled cup that is due now; nothing for who may not see medicines, or where the robot brings none. */
export function RobotMedicines(props: Props) {
  const offer = props.body.offers.find(({ capability }) => capability === "bring-medicine");
  const maySee = useMayDo("see");
  const [cup] = offer?.only?.cup ?? [];
  return maySee && cup !== undefined ? <Cups {...props} cup={cup} /> : null;
}

function Cups({ person, mayHelp, order, cup }: Props & { readonly cup: string }) {
  const { label, clock, zone } = useVoice();
  const now = useFreshNow(60_000);
  const of = usePersonMedication(person).data;
  const cups = of ? cupsOf(of, now, zone) : [];
  if (cups.length === 0) return null;
  return (
    <div className="robot-asks">
      {cups.map(({ doses, at }) => (
        <Button
          key={doses.join(" ")}
          className="robot-ask"
          variant="default"
          disabled={!mayHelp}
          onClick={() => void order({ capability: "bring-medicine", parameters: { cup, doses } })}
        >
          {label("server", ["capability.bring-medicine"])}: {clock(at)}
        </Button>
      ))}
    </div>
  );
}
