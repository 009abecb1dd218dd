import { runtime } from "@/app/_server/runtime";
import { Section } from "@/components/shell/page-header";
import { Notice } from "@/components/ui/notice";
import { retention, retentionDefaults, retentionKey } from "@/lib/delivery/retention";
import { RetentionForm } from "./retention-form";

/** How long the log keeps what. */
export async function RetentionSection() {
  const stored = retention.safeParse((await runtime().stores.settings.read(retentionKey)) ?? {});
  return (
    <div id="retention" className="scroll-mt-16">
      <Section
        title="Retention"
        purpose="What is older is removed in the background, within the hour. Leave a field empty to keep everything. The audit log is always kept."
      >
        {!stored.success && (
          <Notice tone="warning" className="mb-4">
            The stored settings can’t be read, so nothing is removed. Save them again.
          </Notice>
        )}
        <RetentionForm kept={stored.success ? stored.data : retentionDefaults} />
      </Section>
    </div>
  );
}
