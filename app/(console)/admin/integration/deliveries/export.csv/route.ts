import { runtime } from "@/app/_server/runtime";
import { csvOf } from "@/lib/runtime/export-deliveries";
import { readLogQuery } from "../log-query";
import { fileName, refuseStranger, sendFile } from "../send-file";

/** What the log shows at this address, as CSV. */
export async function GET(request: Request): Promise<Response> {
  const refusal = await refuseStranger();
  if (refusal) return refusal;
  const { stores, clock } = runtime();
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const { filter } = await readLogQuery(stores, search, clock.now());
  return sendFile(fileName(clock.now(), "csv"), "text/csv; charset=utf-8; header=present", csvOf(stores, filter));
}
