/** Every page of this part, for the router to fetch as one piece. */
export { QualityPage } from "./quality-page.tsx";
