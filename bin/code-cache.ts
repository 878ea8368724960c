/** Makes the code caches of dist/ (bundle.ts): runs what most commands run. bin/build.mjs runs it once, in the project's folder. */
import { writeFileSync } from "node:fs";
import { type Bundles, cacheAfter, fileOf } from "./bundle.ts";

const commands = ["addr", "-br link", "route"].map((words) => ["ip", ...words.split(" ")]);

const opened = [
	"run fixtures/scenario/seven-routers.cmds",
	"run fixtures/lab/mtu.cmds",
	"run fixtures/oracle/session-trunk-bond.cmds",
	"run fixtures/oracle/socket-services.cmds",
	"run fixtures/oracle/tcpdump-basic.cmds",
	"annotate fixtures/annotate/addr-container.txt",
	"explain lo",
	"why 127.0.0.1",
	"picture",
].map((words) => words.split(" "));

async function make<Name extends keyof Bundles>(name: Name, use: (bundle: Bundles[Name]) => Promise<void>) {
	writeFileSync(fileOf(name, "cache"), await cacheAfter(name, use));
}

const never = () => Promise.reject(new Error("no command here opens it"));
const elsewhere = { programs: { frr: never, tools: never }, annotate: never, network: never };

async function makeAll(): Promise<void> {
	await make("ip", async ({ openIp }) => {
		for (const words of commands) await openIp(words, { lang: "en", world: "host" }, elsewhere);
	});
	await make("doors", async ({ openCommand }) => {
		for (const words of opened) await openCommand(words, never);
	});
}

makeAll();
