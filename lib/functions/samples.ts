import type { FunctionInput } from "./function";

type Sample = Pick<FunctionInput, "name" | "apiName" | "returnType" | "description" | "parameters" | "source">;

/** Three functions to begin with (systems.md §0.3.6); each can be called twice with the same arguments without doing harm. */
export const sampleFunctions: readonly Sample[] = [
  {
    name: "Create ticket from Jira",
    apiName: "create_ticket_from_jira",
    returnType: "string",
    description: "Makes a ticket of a Jira issue, once. Call it with the webhook's body as payload.",
    parameters: [{ name: "payload", type: "map" }],
    source: `// payload is the body of Jira's "issue created" webhook.
issue = ifnull(payload, Map()).get("issue");
key = ifnull(issue, Map()).get("key");
if(key == null)
{
	throw "The payload has no issue.key";
}
// The same issue again is the same ticket.
found = zoho.sdp.getRecords("requests", 1, 1, {"third_party_ref": key});
if(!found.get("requests").isEmpty())
{
	return found.get("requests").get(0).get("display_id");
}
fields = ifnull(issue.get("fields"), Map());
request = Map();
request.put("subject", ifnull(fields.get("summary"), key));
request.put("description", ifnull(fields.get("description"), "").toString());
request.put("third_party_id", ifnull(issue.get("id"), "").toString());
request.put("third_party_ref", key);
priority = ifnull(fields.get("priority"), Map()).get("name");
if(priority != null)
{
	request.put("priority", {"name": priority});
}
made = Map();
try
{
	made = zoho.sdp.create("requests", request);
}
catch (error)
{
	if(!error.message.startsWith("There is no priority"))
	{
		throw error.message;
	}
	// Jira may have priorities that we do not.
	info error.message;
	request.remove("priority");
	made = zoho.sdp.create("requests", request);
}
id = made.get("request").get("display_id");
info "Made " + id + " of " + key;
return id;
`,
  },
  {
    name: "Add note",
    apiName: "add_note",
    returnType: "bool",
    description: "Adds a private note to a ticket.",
    parameters: [
      { name: "ticket", type: "string" },
      { name: "text", type: "string" },
    ],
    source: `if(ifnull(ticket, "") == "" || ifnull(text, "").trim() == "")
{
	throw "Give ticket and text";
}
zoho.sdp.associate("notes", ticket, {"description": text.trim()});
return true;
`,
  },
  {
    name: "Sync status",
    apiName: "sync_status",
    returnType: "map",
    description: "Sets a ticket's status by the name the partner uses.",
    parameters: [
      { name: "reference", type: "string" },
      { name: "status", type: "string" },
    ],
    source: `// What the partner calls them, and what we do.
names = {"new": "Open", "in progress": "In progress", "waiting": "Waiting on user", "done": "Resolved", "closed": "Closed"};
if(ifnull(reference, "") == "")
{
	throw "Give reference, the third-party reference of the ticket";
}
wanted = names.get(ifnull(status, "").toLowerCase());
if(wanted == null)
{
	throw "Unknown status “" + ifnull(status, "") + "”. Known are: " + names.keys().toString(", ");
}
found = zoho.sdp.getRecords("requests", 1, 1, {"third_party_ref": reference});
if(found.get("requests").isEmpty())
{
	return {"found": false};
}
ticket = found.get("requests").get(0);
if(ticket.get("status").get("name") != wanted)
{
	zoho.sdp.update("requests", ticket.get("id"), {"status": {"name": wanted}});
}
return {"found": true, "ticket": ticket.get("display_id"), "status": wanted};
`,
  },
];
