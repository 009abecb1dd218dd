import type { Metadata } from "next";
import { requirePage } from "@/app/_server/session";
import { PageHeader } from "@/components/shell/page-header";
import { FunctionEditor } from "../_editor/function-editor";
import { loadWorld } from "../_editor/load-world";

export const metadata: Metadata = { title: "New function" };

export default async function NewFunctionPage() {
  await requirePage("functions.write");
  return (
    <>
      <PageHeader
        title="New function"
        purpose="A script in Deluge that external applications run by calling a URL."
        trail={[{ label: "New function" }]}
      />
      <FunctionEditor world={await loadWorld()} canWrite />
    </>
  );
}
