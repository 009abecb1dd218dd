// A partner that answers after two seconds.
import { createServer } from "node:http";

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    setTimeout(() => response.writeHead(200, { "content-type": "application/json" }).end('{"ok":true}'), 2_000);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
