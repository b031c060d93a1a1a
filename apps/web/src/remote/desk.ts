import { useQuery } from "@tanstack/react-query";
import { at, change, read } from "../link/requests.ts";
import type { ChartEntry } from "../link/shapes.ts";
import type {
  AnswerBody,
  ClaimView,
  DayView,
  PersonReviews,
  PressureView,
  QueueView,
  ReadingBody,
  ReviewAsk,
  StripView,
} from "./shapes.ts";

/** An answer that is wanted now is owed within minutes: the queue is asked for again and again while it is open. */
const OFTEN_MS = 15_000;

export const useQueue = () =>
  useQuery({
    queryKey: ["remote", "queue"],
    queryFn: () => read<QueueView>("/api/remote/queue"),
    staleTime: 0,
    refetchInterval: OFTEN_MS,
  });
export const useReviews = (person: string) =>
  useQuery({
    queryKey: ["remote", "reviews", person],
    queryFn: () => read<PersonReviews>(at("people", person, "reviews")),
    staleTime: 0,
    refetchInterval: 4 * OFTEN_MS,
  });
export const readStrip = (person: string, strip: string): Promise<StripView> =>
  read<StripView>(at("people", person, "strips", strip));
export const useStrip = (person: string, strip: string) =>
  useQuery({ queryKey: ["remote", "strip", person, strip], queryFn: () => readStrip(person, strip) });
export const usePressure = (person: string) =>
  useQuery({
    queryKey: ["remote", "pressure", person],
    queryFn: () => read<PressureView>(at("people", person, "blood-pressure")),
    staleTime: 0,
  });
export const useDay = () =>
  useQuery({ queryKey: ["remote", "day"], queryFn: () => read<DayView>("/api/remote/day"), staleTime: 0 });

export const askReview = (person: string, body: ReviewAsk): Promise<ChartEntry> =>
  change<ChartEntry>("POST", at("people", person, "reviews"), body);
export const takeReview = (person: string, review: string): Promise<ClaimView> =>
  change<ClaimView>("POST", at("people", person, "reviews", review, "claim"));
export const giveReviewBack = (person: string, review: string): Promise<unknown> =>
  change("DELETE", at("people", person, "reviews", review, "claim"));
export const answerReview = (person: string, review: string, body: AnswerBody): Promise<ChartEntry> =>
  change<ChartEntry>("POST", at("people", person, "reviews", review, "answer"), body);
export const keepReading = (person: string, body: ReadingBody): Promise<ChartEntry> =>
  change<ChartEntry>("POST", at("people", person, "blood-pressure"), body);
export const strikeReading = (person: string, entry: string, reason: string): Promise<unknown> =>
  change("POST", at("people", person, "blood-pressure", entry, "error"), { reason });

export const paperPath = (person: string, language: string, month: string | null): string =>
  `${at("people", person, "blood-pressure", "paper")}?language=${language}${month === null ? "" : `&month=${month}`}`;
export const stripPaperPath = (person: string, strip: string, language: string): string =>
  `${at("people", person, "strips", strip, "paper")}?language=${language}`;
