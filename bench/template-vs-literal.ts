import { pathToFileURL } from "node:url";
import { renderTemplate } from "../lib/template/render";
import { scopeOf } from "../lib/template/scope";
import { compileTemplate } from "../lib/template/template";

const source =
  '{"id": "{{ticket.displayid}}", "title": "{{ticket.title}}", "owner": "{{ticket.ownername}}", "priority": "{{ticket.priorityname}}"}';

type Ticket = { displayid: string; title: string; ownername: string; priorityname: string };

const byHand = ({ displayid, title, ownername, priorityname }: Ticket): string =>
  `{"id": ${JSON.stringify(displayid)}, "title": ${JSON.stringify(title)}, "owner": ${JSON.stringify(ownername)}, "priority": ${JSON.stringify(priorityname)}}`;

const targetRatio = 0.1;
const targetRate = 1_000_000;
const rendersPerRound = 200_000;
const rounds = 5;

/** Fresh small objects, as each delivery brings its own ticket; some titles need escaping. */
function makeTickets(): { ticket: Ticket }[] {
  return Array.from({ length: rendersPerRound }, (_, index) => ({
    ticket: {
      displayid: `IN${index}`,
      title: index % 10 === 0 ? `Printer "${index}" on fire` : `Printer ${index} on fire`,
      ownername: `Technician ${index % 97}`,
      priorityname: index % 3 === 0 ? "High" : "Low",
    },
  }));
}

/** Renders per second; every result is read, so that none can be optimised away. */
function measure(scopes: readonly { ticket: Ticket }[], render: (scope: { ticket: Ticket }) => string): number {
  let checksum = 0;
  const start = performance.now();
  for (const scope of scopes) {
    const text = render(scope);
    checksum = (checksum + text.length + text.charCodeAt(text.length >> 1)) | 0;
  }
  const seconds = (performance.now() - start) / 1000;
  if (checksum === 0) throw new Error("Nothing was rendered.");
  return scopes.length / seconds;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** A four-placeholder JSON body against a hand-written template literal that escapes its values too; both on one core. */
export async function run(): Promise<{
  name: "template-vs-literal";
  value: number;
  unit: "renders/s";
  reference: number;
  ratio: number;
  target: number;
  pass: boolean;
}> {
  const template = compileTemplate(source);
  const tickets = makeTickets();
  const byTemplate = (scope: { ticket: Ticket }) => renderTemplate(template, "json", scopeOf(scope));
  const byLiteral = (scope: { ticket: Ticket }) => byHand(scope.ticket);
  for (const scope of tickets.slice(0, 100)) {
    if (byTemplate(scope) !== byLiteral(scope)) throw new Error("The template and the literal disagree.");
  }
  measure(tickets, byTemplate);
  measure(tickets, byLiteral);
  const own: number[] = [];
  const literal: number[] = [];
  for (let round = 0; round < rounds; round++) {
    own.push(measure(tickets, byTemplate));
    literal.push(measure(tickets, byLiteral));
  }
  const value = Math.round(median(own));
  const reference = Math.round(median(literal));
  const ratio = Number((value / reference).toFixed(3));
  const pass = ratio >= targetRatio && value >= targetRate;
  return { name: "template-vs-literal", value, unit: "renders/s", reference, ratio, target: targetRatio, pass };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(JSON.stringify(await run()));
