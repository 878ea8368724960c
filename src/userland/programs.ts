/** The programs of the model's userland by name, as a shell finds them in /usr/sbin. A new program is a row. */
import { arping } from "./arping.ts";
import { bridge } from "./bridge/bridge.ts";
import { curl } from "./curl/curl.ts";
import type { Daemon } from "./daemon.ts";
import { ip } from "./ip/ip.ts";
import { drop } from "./lab/drop.ts";
import { hold } from "./lab/hold.ts";
import { on } from "./lab/on.ts";
import { serve } from "./lab/serve.ts";
import { nc } from "./netcat/nc.ts";
import { ncat } from "./netcat/ncat.ts";
import { ping } from "./ping.ts";
import type { Program } from "./process.ts";
import { python3 } from "./python3.ts";
import { setpriv } from "./setpriv.ts";
import { sleep } from "./sleep.ts";
import { socat } from "./socat.ts";
import { ss } from "./ss/ss.ts";
import { sysctl } from "./sysctl.ts";
import { tcpdump } from "./tcpdump.ts";
import { tracepath } from "./tracepath.ts";
import { traceroute, traceroute6 } from "./traceroute.ts";

/** A program that only ends: waits for nothing, prints nothing. */
function ending(status: number): Program {
	// biome-ignore lint/correctness/useYield: there is nothing to wait for
	return function* () {
		return status;
	};
}

export const programs: Readonly<Record<string, Program>> = {
	arping,
	bridge,
	curl,
	drop,
	hold,
	ip,
	nc,
	ncat,
	on,
	ping,
	python3,
	serve,
	setpriv,
	sleep,
	socat,
	ss,
	sysctl,
	tcpdump,
	tracepath,
	traceroute,
	traceroute6,
	true: ending(0),
	false: ending(1),
};

/** Programs that are not always needed and come together, with the daemons that they start: a door loads the set when it is. */
export interface ProgramSet {
	readonly programs: Readonly<Record<string, Program>>;
	readonly daemons: Readonly<Record<string, Daemon>>;
}

/** What stands in userland/frr/frr.ts. */
export const frrNames: readonly string[] = [
	"fail",
	"frr_kill",
	"frr_settle",
	"frr_start",
	"heal",
	"iplab",
	"ospfd",
	"vtysh",
	"zebra",
];

const loaded = new Set<ProgramSet>();

/** From now on these are there, too. */
export function addPrograms(set: ProgramSet): void {
	loaded.add(set);
}

export function programNamed(name: string): Program | undefined {
	if (Object.hasOwn(programs, name)) return programs[name];
	for (const set of loaded) if (Object.hasOwn(set.programs, name)) return set.programs[name];
	return undefined;
}

export function daemonNamed(name: string): Daemon | undefined {
	for (const set of loaded) if (Object.hasOwn(set.daemons, name)) return set.daemons[name];
	return undefined;
}
