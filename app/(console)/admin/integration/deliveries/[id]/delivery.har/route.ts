import { runtime } from "@/app/_server/runtime";
import { harOfOne } from "@/lib/runtime/export-deliveries";
import { refuseStranger, sendFile } from "../../send-file";

/** One delivery with all its attempts, as HAR. */
export async function GET(
  _: Request,
  { params }: RouteContext<"/admin/integration/deliveries/[id]/delivery.har">,
): Promise<Response> {
  const refusal = await refuseStranger();
  if (refusal) return refusal;
  const found = await runtime().stores.deliveries.get((await params).id);
  if (!found) return new Response("This delivery no longer exists.", { status: 404 });
  async function* pieces() {
    if (found) yield harOfOne(found);
  }
  return sendFile(`${found.delivery.id}.har`, "application/json; charset=utf-8", pieces());
}
