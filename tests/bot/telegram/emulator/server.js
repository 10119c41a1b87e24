// The emulator as a process of its own, at the port that is given.
const TelegramServer = require("telegram-test-api");
const port = Number(process.argv[2]);
new TelegramServer({ port, host: "127.0.0.1" }).start().then(() => console.log("ready"));
