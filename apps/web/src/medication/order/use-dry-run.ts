import { useEffect, useState } from "react";
import { askOrder } from "../desk.ts";
import type { OrderAnswer, OrderRequest } from "../shapes.ts";

/** Asking after each key would be a hundred questions; waiting longer would feel dead. */
const WAIT_MS = 350;

interface Said {
  readonly of: string;
  readonly answer: OrderAnswer | null;
  readonly trouble: unknown;
}

/** What the server would say to this order, asked anew whenever it changes; nothing of it is kept there. */
export function useDryRun(person: string, order: OrderRequest["order"] | null) {
  const asked = order === null ? "" : JSON.stringify(order);
  const [said, setSaid] = useState<Said>({ of: "", answer: null, trouble: null });
  useEffect(() => {
    if (asked === "") return;
    let isWanted = true;
    const timer = setTimeout(() => {
      askOrder(person, { order: JSON.parse(asked) as OrderRequest["order"], confirmed: false, reason: null }).then(
        (answer) => (isWanted ? setSaid({ of: asked, answer, trouble: null }) : undefined),
        (trouble: unknown) => (isWanted ? setSaid({ of: asked, answer: null, trouble }) : undefined),
      );
    }, WAIT_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [person, asked]);
  return { answer: said.answer, trouble: said.of === asked ? said.trouble : null, isFresh: said.of === asked };
}
