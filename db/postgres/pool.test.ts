import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { expect, test, vi } from "vitest";
import { poolDriver } from "./pool";

const url = process.env.TEST_POSTGRES_URL;

/** A way to the real server that can be cut: connections then end before the server says anything. */
async function openDoor(target: URL) {
  const sockets = new Set<Socket>();
  const door = { isOpen: true, refused: 0, url: "", cut: () => {}, close: () => {} };
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    if (!door.isOpen) {
      door.refused += 1;
      return socket.destroy();
    }
    const onward = connect(Number(target.port || 5432), target.hostname).on("error", () => {});
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const through = new URL(target);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  door.url = through.href;
  door.cut = () => {
    door.isOpen = false;
    for (const socket of sockets) socket.destroy();
  };
  door.close = () => server.close();
  return door;
}

test.skipIf(!url)(
  "while the server is away one connection at a time knocks, and listening goes on after",
  async () => {
    const door = await openDoor(new URL(url ?? ""));
    const driver = poolDriver(door.url);
    const heard = vi.fn();
    const stop = await driver.listen("hookdesk_pool_test", heard);
    door.cut();
    await new Promise((resolve) => setTimeout(resolve, 3200));
    expect(door.refused).toBeGreaterThanOrEqual(2);
    expect(door.refused).toBeLessThanOrEqual(7);
    heard.mockClear();
    door.isOpen = true;
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1), 3000);
    await driver.query("NOTIFY hookdesk_pool_test");
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2), 3000);
    await stop();
    await driver.close();
    door.cut();
    door.close();
  },
  15_000,
);
