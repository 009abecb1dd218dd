// Partners on many loopback addresses and one port: those of 127.0.1.x answer at once, those of 127.0.2.x never.
import { createServer } from "node:http";

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    if (request.socket.localAddress?.includes("127.0.2.")) return;
    response.writeHead(200, { "content-type": "application/json" }).end('{"ok":true}');
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "0.0.0.0", () => console.log(server.address().port));
