/** The three bodies of `/AppIntegrations`, always with HTTP 200 (systems.md §0.5); byte for byte. */
export const replyType = "application/json;charset=UTF-8";

export const successReply = (output: string): string =>
  JSON.stringify({ status: 200, content: { result: "success", output } });

export const failureReply = (errorMessage: string): string =>
  JSON.stringify({ status: 200, content: { result: "failed", errorMessage } });

/** One answer for a wrong service, name, token, portal, and for a function that is not published. */
export const invalidReply = JSON.stringify({ status: 200, content: "Invalid callback function url" });
