/** What is claimed, capped, paced and cut off together: the deliveries of one webhook to one host. */
export type Queue = { webhookId: string; host: string };

/** `whk_… api.partner.example:8443`; the host is empty for a URL that can't be read. */
export function queueOf(webhookId: string, url: string): string {
  return `${webhookId} ${URL.canParse(url) ? new URL(url).host : ""}`;
}

export function queueParts(queue: string): Queue {
  const space = queue.indexOf(" ");
  return space < 0
    ? { webhookId: queue, host: "" }
    : { webhookId: queue.slice(0, space), host: queue.slice(space + 1) };
}
