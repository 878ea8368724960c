/** The programs of the model's userland by name, as a shell finds them in /usr/sbin. A new program is a row. */
import { arping } from "./arping.ts";
import { bridge } from "./bridge/bridge.ts";
import { curl } from "./curl/curl.ts";
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
	tracepath,
	traceroute,
	traceroute6,
	true: ending(0),
	false: ending(1),
};
