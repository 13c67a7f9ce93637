// The first module of the SDK that runs. An older Node lacks what others ask for in their first lines, and its own message would not say so.

const oldest = [22, 18] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  const error = new Error(`@plinth/node needs Node.js ${oldest.join('.')} or newer, and this is Node.js ${process.versions.node}.`);
  // The way through the SDK would hide the one line that counts.
  error.stack = error.message;
  throw error;
}

export {};
