import { redirect } from "next/navigation";
import { requirePage } from "@/app/_server/session";
import { may } from "@/lib/access/permissions";

/** The way in: integrators see how their webhooks fare, everyone else goes to work. */
export default async function HomePage() {
  const { principal } = await requirePage("signed-in");
  if (may(principal, "webhooks.read")) redirect("/admin/integration");
  redirect(may(principal, "tickets.read") ? "/tickets" : "/account");
}
