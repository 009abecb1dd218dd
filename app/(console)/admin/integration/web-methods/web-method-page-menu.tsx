"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { PageMenu } from "@/components/shell/page-menu";
import { MenuItem, MenuSeparator } from "@/components/ui/menu";
import { DeleteWebMethod } from "./delete-web-method";
import { useWebMethodCommands } from "./use-web-method-commands";

type WebMethodPageMenuProps = {
  webMethod: { id: string; name: string; isEnabled: boolean };
  url: string;
  canWrite: boolean;
};

/** What else can be done with the web method on this page. */
export function WebMethodPageMenu({ webMethod, url, canWrite }: WebMethodPageMenuProps) {
  const router = useRouter();
  const { setEnabled, copyUrl } = useWebMethodCommands();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <PageMenu>
        <MenuItem onClick={() => void copyUrl(url)}>Copy URL</MenuItem>
        {canWrite && (
          <>
            <MenuItem onClick={() => setEnabled(webMethod, !webMethod.isEnabled)}>
              {webMethod.isEnabled ? "Disable" : "Enable"}
            </MenuItem>
            <MenuSeparator />
            <MenuItem danger onClick={() => setDeleting(true)}>
              Delete
            </MenuItem>
          </>
        )}
      </PageMenu>
      <DeleteWebMethod
        webMethod={deleting ? webMethod : undefined}
        onClose={() => setDeleting(false)}
        onDeleted={() => router.push("/admin/integration/web-methods")}
      />
    </>
  );
}
