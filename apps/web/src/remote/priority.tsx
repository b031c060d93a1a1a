import { Icon, type IconName } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import type { Priority } from "./shapes.ts";

const pictures: Readonly<Record<Priority, IconName>> = { now: "late", today: "due", routine: "later" };

/** A picture and a word: how soon somebody is waiting. */
export function PriorityMark({ priority }: { readonly priority: Priority }) {
  const { t } = useVoice();
  return (
    <span className="priority" data-priority={priority}>
      <Icon name={pictures[priority]} size={18} />
      {t(`priority.${priority}`)}
    </span>
  );
}
