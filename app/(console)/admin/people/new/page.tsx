import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { personChoices } from "../choices";
import { PersonForm } from "../person-form";

export const metadata: Metadata = { title: "New person" };

export default async function NewPersonPage() {
  await requirePage("people.write");
  return (
    <>
      <PageHeader title="New person" purpose="Save first; then decide whether they may sign in." />
      <PersonForm choices={await personChoices(runtime().stores)} mayWrite />
    </>
  );
}
