/** Every page of this part, for the router to fetch as one piece. */
export { DailyCarePage } from "./daily-care-page.tsx";
export { ExcretionPage } from "./excretion-page.tsx";
