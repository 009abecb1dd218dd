import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader, Section } from "@/components/shell/page-header";
import { Status } from "@/components/ui/status";
import { may } from "@/lib/access/permissions";
import { primaryEmail } from "@/lib/desk/person";
import { AccountForm } from "../account-form";
import { personChoices } from "../choices";
import { PersonForm } from "../person-form";

export const metadata: Metadata = { title: "Person" };

export default async function PersonPage({ params }: PageProps<"/admin/people/[id]">) {
  const { principal } = await requirePage("people.read");
  const { stores } = runtime();
  const id = Number((await params).id);
  const person = Number.isSafeInteger(id) ? await stores.people.get(id) : undefined;
  if (!person) notFound();
  const mayAccess = may(principal, "access.write");
  const [choices, account, roles] = await Promise.all([
    personChoices(stores),
    mayAccess ? stores.accounts.get(id) : undefined,
    mayAccess ? stores.roles.list() : [],
  ]);
  return (
    <>
      <PageHeader
        title={person.name}
        purpose={primaryEmail(person)}
        mark={
          <Status meaning={person.isDisabled ? "faint" : "success"}>
            {person.isDisabled ? "Disabled" : person.isAgent ? "Agent" : "Requester"}
          </Status>
        }
      />
      {mayAccess && (
        <Section
          title="Account"
          purpose={account ? "Signs in with the primary e-mail address." : "This person can’t sign in yet."}
        >
          {primaryEmail(person) ? (
            <AccountForm
              key={account?.personId}
              personId={id}
              personName={person.name}
              account={account}
              roles={roles.map((role) => ({ value: role.id, label: role.name }))}
            />
          ) : (
            <p className="text-muted">Give the person an e-mail address first.</p>
          )}
        </Section>
      )}
      <Section title="Details">
        <PersonForm person={person} choices={choices} mayWrite={may(principal, "people.write")} />
      </Section>
    </>
  );
}
