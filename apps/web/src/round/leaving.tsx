import { useState } from "react";
import { Confirm } from "../look/confirm.tsx";
import { useVoice } from "../words/speak.tsx";
import { giveBack, sendQueue, waiting } from "./kept/phone.ts";

/** Signing out gives the round back and wipes what was taken along; what is not sent yet is tried once more, said, and stays. */
export function useLeaving(leave: () => Promise<void>) {
  const { t } = useVoice();
  const [unsent, setUnsent] = useState(0);
  const go = async () => {
    setUnsent(0);
    await giveBack();
    await leave();
  };
  const ask = async () => {
    if ((await waiting()) > 0) await sendQueue().catch(() => undefined);
    const left = await waiting();
    if (left > 0) setUnsent(left);
    else await go();
  };
  const question =
    unsent === 0 ? null : (
      <Confirm title={t("leave.title")} action={t("leave.anyway")} onDo={() => void go()} onClose={() => setUnsent(0)}>
        <p>{t("leave.unsent", { n: unsent })}</p>
      </Confirm>
    );
  return { ask, question };
}
