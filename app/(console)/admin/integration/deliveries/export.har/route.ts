import { runtime } from "@/app/_server/runtime";
import { harOf } from "@/lib/runtime/export-deliveries";
import { readLogQuery } from "../log-query";
import { fileName, refuseStranger, sendFile } from "../send-file";

/** Every attempt of what the log shows at this address, as HAR. */
export async function GET(request: Request): Promise<Response> {
  const refusal = await refuseStranger();
  if (refusal) return refusal;
  const { stores, clock } = runtime();
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const { filter } = await readLogQuery(stores, search, clock.now());
  return sendFile(fileName(clock.now(), "har"), "application/json; charset=utf-8", harOf(stores, filter));
}
