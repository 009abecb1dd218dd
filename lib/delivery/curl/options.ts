/** What a cURL command says, before it is a webhook. */
export type CurlRequest = {
  url: string;
  method: string | undefined;
  headers: [string, string][];
  /** Bodies as given, joined by & where there are several. */
  data: string[];
  isGet: boolean;
  isJson: boolean;
  user: string | undefined;
  scheme: "basic" | "ntlm" | "digest";
  bearer: string | undefined;
  notes: string[];
};

type Option = (request: CurlRequest, value: string) => void;

const header =
  (name: string): Option =>
  ({ headers }, value) =>
    void headers.push([name, value]);
const note =
  (text: string): Option =>
  ({ notes }) =>
    void notes.push(text);

function addHeader({ headers, notes }: CurlRequest, line: string): void {
  if (line.startsWith("@"))
    return void notes.push(`The headers of the file ${line.slice(1)} are not here: add them by hand.`);
  const match = /^([^:;]+)(?::\s*([\s\S]*)|;\s*)$/.exec(line);
  if (match) headers.push([(match[1] ?? "").trim(), match[2] ?? ""]);
  else notes.push(`“${line.slice(0, 80)}” is not a header and was left out.`);
}

function addData({ data, notes }: CurlRequest, value: string): void {
  if (value.startsWith("@"))
    notes.push(`The content of the file ${value.slice(1)} is not here: paste it into the body.`);
  else data.push(value);
}

function addEncoded({ data, notes }: CurlRequest, value: string): void {
  if (/^[^=]*@/.test(value)) return void notes.push(`“${value.slice(0, 80)}” names a file: paste its content.`);
  const split = value.indexOf("=");
  const [name, text] = split < 0 ? ["", value] : [value.slice(0, split), value.slice(split + 1)];
  data.push(`${name}${name ? "=" : ""}${encodeURIComponent(text)}`);
}

const files = note("Certificates and keys are files here: choose “Client certificate (mutual TLS)” and paste them.");
const proxies = note("Proxies are a matter of the server and were left out.");

/** Options that take a value. */
export const valued: Record<string, Option> = {
  "--request": (request, value) => {
    request.method = value.toUpperCase();
  },
  "--header": addHeader,
  "--data": addData,
  "--data-ascii": addData,
  "--data-raw": ({ data }, value) => void data.push(value),
  "--data-binary": addData,
  "--data-urlencode": addEncoded,
  "--json": (request, value) => {
    request.isJson = true;
    addData(request, value);
  },
  "--url": (request, value) => {
    request.url ||= value;
  },
  "--user": (request, value) => {
    request.user = value;
  },
  "--oauth2-bearer": (request, value) => {
    request.bearer = value;
  },
  "--user-agent": header("User-Agent"),
  "--referer": header("Referer"),
  "--cookie": header("Cookie"),
  "--form": note("Multipart forms can't be sent by a webhook: --form was left out."),
  "--form-string": note("Multipart forms can't be sent by a webhook: --form-string was left out."),
  "--upload-file": note("The content of the uploaded file is not here: paste it into the body."),
  "--cert": files,
  "--key": files,
  "--cacert": note("Which authorities are trusted is a matter of the server: --cacert was left out."),
  "--proxy": proxies,
  "--proxy-user": proxies,
  "--max-time": () => {},
  "--connect-timeout": () => {},
  "--retry": () => {},
  "--output": () => {},
  "--write-out": () => {},
  "--resolve": note("--resolve was left out: addresses are looked up when it is sent."),
};

/** Options without one. */
export const flags: Record<string, Option> = {
  "--get": (request) => {
    request.isGet = true;
  },
  "--head": note("HEAD is not among the methods: GET is used."),
  "--basic": (request) => {
    request.scheme = "basic";
  },
  "--ntlm": (request) => {
    request.scheme = "ntlm";
  },
  "--digest": (request) => {
    request.scheme = "digest";
  },
  "--insecure": note("Certificates are always checked: --insecure was left out."),
  "--location": note("Redirects are not followed: --location was left out. Use the final URL."),
};

export const short: Record<string, string> = {
  X: "--request",
  H: "--header",
  d: "--data",
  u: "--user",
  A: "--user-agent",
  e: "--referer",
  b: "--cookie",
  F: "--form",
  T: "--upload-file",
  E: "--cert",
  x: "--proxy",
  U: "--proxy-user",
  m: "--max-time",
  o: "--output",
  w: "--write-out",
  G: "--get",
  I: "--head",
  k: "--insecure",
  L: "--location",
};
