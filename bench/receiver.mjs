// A partner system in a process of its own: answers every POST at once, and says its port on standard output.
import { createServer } from "node:http";

const reply = JSON.stringify({ result: { number: "INC0012345" } });
const server = createServer((request, response) => {
  request.resume().on("end", () => response.writeHead(200, { "content-type": "application/json" }).end(reply));
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
