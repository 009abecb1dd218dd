import { runtime } from "@/app/_server/runtime";
import { Section } from "@/components/shell/page-header";
import { everything } from "@/lib/core/page";
import { noticeSettingsKey, readNoticeSettings } from "@/lib/notices/settings";
import { NoticeForm } from "./notice-form";

/** Where notices go besides the console. */
export async function NoticeSection() {
  const { stores, config } = runtime();
  const [stored, connections] = await Promise.all([
    stores.settings.read(noticeSettingsKey),
    stores.connections.list({ ...everything, sort: { key: "name", direction: "asc" } }),
  ]);
  return (
    <div id="notices" className="scroll-mt-16">
      <Section
        title="Notices"
        purpose="The console tells when a partner can’t be reached, and when it can be again. Choose who else is told."
      >
        <NoticeForm
          settings={readNoticeSettings(stored)}
          connections={connections.items.map(({ id, name }) => ({ value: id, label: name }))}
          hasServer={config.mail !== undefined}
        />
      </Section>
    </div>
  );
}
