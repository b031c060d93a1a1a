/** Every page of this part, for the router to fetch as one piece. */

export { NurseryLedgerPage } from "./nursery-ledger-page.tsx";
export { NurseryPage } from "./nursery-page.tsx";
