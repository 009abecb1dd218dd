import type { Metadata } from "next";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { PageHeader, Section } from "@/components/shell/page-header";
import { PasswordForm } from "./password-form";
import { SessionList } from "./session-list";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const { principal, email, sessionId } = await requirePage("signed-in");
  const { stores, clock } = runtime();
  const sessions = await stores.sessions.listFor(principal.personId ?? 0, clock.now());
  return (
    <>
      <PageHeader title="Your account" purpose={`${principal.name} · ${email} · ${principal.roleName}`} />
      <Section title="Password">
        <PasswordForm email={email} />
      </Section>
      <Section title="Sessions" purpose="Where you are signed in. End what you don’t recognise.">
        <SessionList sessions={sessions} currentId={sessionId} />
      </Section>
    </>
  );
}
