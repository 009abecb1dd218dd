import { isTransportError, TransportError, type TransportErrorKind } from "@/lib/core/transport";

const codeOf = (error: unknown): string => {
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  return inner instanceof Error && "code" in inner && typeof inner.code === "string" ? inner.code : "";
};

/** A failed name lookup as TransportError "dns". */
export function dnsFailure(hostname: string, error: unknown): TransportError {
  const code = codeOf(error);
  const message =
    code === "ENOTFOUND" || code === "ENODATA"
      ? `The host name ${hostname} was not found.`
      : `The host name ${hostname} could not be looked up (${code || "the name server did not answer"}).`;
  return new TransportError("dns", message, {}, { cause: error });
}

const connectKinds: Record<string, [TransportErrorKind, string]> = {
  ECONNREFUSED: ["refused", "refused the connection; is the service running on that port?"],
  EHOSTUNREACH: ["refused", "cannot be reached; there is no route to it."],
  ENETUNREACH: ["refused", "cannot be reached; there is no route to its network."],
  EADDRNOTAVAIL: ["refused", "cannot be reached; this machine has no address or free port to call it from."],
  ETIMEDOUT: ["timeout", "did not accept the connection in time."],
  ECONNRESET: ["reset", "closed the connection while it was being opened."],
};

/** A failed TCP connection. `place` is `host:port (address)`. */
export function connectFailure(place: string, remoteAddress: string | undefined, error: unknown): TransportError {
  const code = codeOf(error);
  const [kind, text] = connectKinds[code] ?? ["refused", `could not be connected to (${code || "unknown cause"}).`];
  return new TransportError(kind, `${place} ${text}`, { remoteAddress }, { cause: error });
}

// Alerts with which a server turns a caller's certificate down; with TLS 1.3 they come after the handshake.
const certificateAlert = /ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_\w+|ACCESS_DENIED)$/;

const certificateTexts: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate comes from a private authority that is not trusted here",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "it does not send the intermediate certificate, or the issuer is not trusted here",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate's issuer is not trusted here",
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate was issued for another host name",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS on this port; is the URL meant to be http://?",
  EPROTO: "it does not speak a TLS version that is accepted here",
  ECONNRESET: "it closed the connection during the TLS handshake",
};

/** A failed TLS handshake. `place` is `host:port (address)`. */
export function tlsFailure(place: string, remoteAddress: string | undefined, error: unknown): TransportError {
  const code = codeOf(error);
  const refused = certificateAlert.test(code) ? "it asks for a client certificate that it accepts" : undefined;
  const text = certificateTexts[code] ?? refused ?? `the TLS handshake failed (${code || "unknown cause"})`;
  return new TransportError("tls", `No secure connection to ${place}: ${text}.`, { remoteAddress }, { cause: error });
}

/** What went wrong once the request was on its way, told from undici's and Node's error codes. */
export function exchangeFailure(host: string, error: unknown, headerBytes: number): [TransportErrorKind, string] {
  if (isTransportError(error)) return [error.kind, error.message];
  const code = codeOf(error);
  const reason = error instanceof Error ? error.message : "";
  if (code === "UND_ERR_SOCKET" && /bad (response|upgrade)/.test(reason))
    return ["protocol", `${host} sent something that is not a reply to an HTTP request (${reason}).`];
  if (code === "UND_ERR_SOCKET" || code === "ECONNRESET" || code === "EPIPE")
    return ["reset", `${host} closed the connection before its reply was complete.`];
  if (certificateAlert.test(code)) return ["tls", `${host} asks for a client certificate that it accepts (${code}).`];
  if (code === "UND_ERR_HEADERS_OVERFLOW")
    return ["too_large", `The headers of ${host}'s reply are larger than ${headerBytes} bytes.`];
  if (code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH")
    return ["protocol", `${host}'s reply has another length than its content-length header says.`];
  // undici leaves the code out for some parser errors.
  if (code.startsWith("HPE_") || (error instanceof Error && error.name === "HTTPParserError"))
    return ["protocol", `${host} did not answer in valid HTTP.`];
  if (code === "UND_ERR_DESTROYED" || code === "UND_ERR_CLOSED")
    return ["reset", `The call to ${host} was given up because Hookdesk is stopping.`];
  return ["protocol", `The exchange with ${host} failed (${code || reason || "unknown cause"}).`];
}
