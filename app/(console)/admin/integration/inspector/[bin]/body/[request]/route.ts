import { runtime } from "@/app/_server/runtime";
import { identify } from "@/app/_server/session";
import { may } from "@/lib/access/permissions";

/** The body of a captured request as it came in, as a file. What a stranger sent is never shown as a page of this site. */
export async function GET(
  _: Request,
  { params }: RouteContext<"/admin/integration/inspector/[bin]/body/[request]">,
): Promise<Response> {
  const identity = await identify();
  if (!identity || !may(identity.principal, "inspector.use")) return new Response("Not allowed.", { status: 403 });
  const { bin, request: id } = await params;
  const found = await runtime().stores.bins.request(bin, id);
  if (!found) return new Response("This request is gone.", { status: 404 });
  return new Response(Buffer.from(found.body, found.bodyEncoding), {
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="${found.id}.bin"`,
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}
