import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { itemsOf } from "@/lib/desk/desk-lists";
import { NewTicketForm } from "./new-ticket-form";

export const metadata: Metadata = { title: "New ticket" };

export default async function NewTicketPage() {
  await requirePage("tickets.write");
  const { stores } = runtime();
  const [lists, forms] = await Promise.all([stores.deskLists.load(), stores.customForms.list()]);
  return (
    <>
      <PageHeader title="New ticket" purpose="For what someone told you on the phone or in the corridor." />
      <NewTicketForm
        types={lists.types}
        forms={forms}
        lists={{
          priority: itemsOf(lists, "priority"),
          category: itemsOf(lists, "category"),
          team: itemsOf(lists, "team"),
          department: itemsOf(lists, "department"),
          product: itemsOf(lists, "product"),
        }}
      />
    </>
  );
}
