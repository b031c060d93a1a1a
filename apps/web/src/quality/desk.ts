import { useQuery } from "@tanstack/react-query";
import { at, change, read } from "../link/requests.ts";
import type { QualityPolicy, QualityView } from "./shapes.ts";

export const renews = [["quality"], ["person"], ["skills"]] as const;

export const useQuality = (days: number) =>
  useQuery({ queryKey: ["quality", days], queryFn: () => read<QualityView>(`/api/quality?days=${days}`) });

export const decide = (person: string, id: string, isAccepted: boolean) =>
  change("POST", at("people", person, "quality"), { id, isAccepted });

export const setPolicy = (policy: QualityPolicy) => change("PUT", "/api/quality/policy", policy);
