// Every entry imports this first: an old Node then gets one sentence instead of a syntax error from a package.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Hookdesk needs Node 20.19 or newer and this is ${process.version}: install a newer one from https://nodejs.org.`,
  );
  process.exit(1);
}
