import { pathToFileURL } from "node:url";
import { parse } from "../lib/deluge/syntax/parse";
import type { Result } from "./result";

const targetRate = 5;
const rounds = 15;
const length = 1_000_000;

/** A function as help desks write them: records, maps, a call out, dates, texts put together, comments. */
const functionText = (index: number) => `
/* Sends the request ${index} to the partner's desk and notes what came back.
   Called by the business rule "Bridge ${index}". */
map standalone.bridgeRequest${index}(map requestObj, string partner, int limit)
{
	result = Map();
	limit = ifnull(limit, ${100 + index});
	requestId = requestObj.get("id").toLong();
	subject = ifnull(requestObj.get("subject"), "").trim();
	if(subject.isEmpty() || subject.length() > limit)
	{
		result.put("status", "skipped");
		result.put("reason", "The subject is empty or longer than " + limit + " characters");
		return result;
	}
	// dates go out as ISO text
	created = requestObj.get("created_time").toDateTime();
	due = created.addBusinessDay(${(index % 7) + 1}).toString("yyyy-MM-dd'T'HH:mm:ss");
	payload = {"title":subject, "external_id":"SD-" + requestId, "due":due, "labels":{"desk","bridge-${index}"}};
	notes = List();
	for each note in requestObj.get("notes")
	{
		text = note.get("description").replaceAll("<br>", "\\n").replaceAll("<[^>]*>", "");
		if(note.get("is_public") == true && text.contains("#internal") == false)
		{
			entry = Map();
			entry.put("author", ifnull(note.get("created_by"), {"name":"unknown"}).get("name"));
			entry.put("text", text.subString(0, if(text.length() > 500, 500, text.length())));
			notes.add(entry);
		}
		else if(notes.size() >= 50)
		{
			break;
		}
	}
	payload.put("comments", notes);
	try
	{
		response = invokeurl
		[
			url :"https://desk.example.com/api/v3/tickets?partner=" + encodeUrl(partner)
			type :POST
			parameters:payload.toString()
			headers:{"Content-Type":"application/json", "X-Request":"${index}"}
			connection:"partner_desk"
			detailed:true
		];
		code = response.get("responseCode");
		if(code = 201 || code == 200)
		{
			ticket = response.get("responseText").toMap();
			result.put("status", "sent");
			result.put("ticket", ticket.get("ticket").get("number"));
			total = (ticket.get("count") + ${index}) * 2 - limit / 4.5;
			info "Sent " + requestId + " as " + ticket.getJSON("number") + ", " + total.round(2) + " in all";
		}
		else
		{
			result.put("status", "failed");
			result.put("code", code);
		}
	}
	catch (e)
	{
		info "Bridge ${index} failed: " + e.message + " in line " + e.lineNo;
		result.put("status", "error");
	}
	return result;
}
`;

export function program(): string {
  let text = "";
  for (let index = 0; ; index++) {
    const next = functionText(index);
    if (text.length + next.length > length) return text;
    text += next;
  }
}

/** Megabytes of scripts read into trees a second, on one core. */
export async function run(): Promise<Result> {
  const source = program();
  const megabytes = Buffer.byteLength(source) / 1e6;
  const rates: number[] = [];
  let count = 0;
  for (let round = 0; round < rounds + 3; round++) {
    const start = performance.now();
    const { script, diagnostics } = parse(source);
    const seconds = (performance.now() - start) / 1000;
    if (diagnostics.some(({ severity }) => severity === "error")) throw new Error("The program has errors.");
    count += script.functions.length;
    if (round >= 3) rates.push(megabytes / seconds);
  }
  if (count === 0) throw new Error("Nothing was parsed.");
  rates.sort((a, b) => a - b);
  const value = Number((rates[rates.length >> 1] ?? 0).toFixed(2));
  const ratio = Number((value / targetRate).toFixed(3));
  return { name: "deluge-parse", value, unit: "MB/s", reference: targetRate, ratio, target: 1, pass: ratio >= 1 };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(JSON.stringify(await run()));
