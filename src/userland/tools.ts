/** The programs beside ip that look at a network or use it: one set, which a door loads when it meets one of them. */
import { arping } from "./arping.ts";
import { bridge } from "./bridge/bridge.ts";
import { curl } from "./curl/curl.ts";
import { drop } from "./lab/drop.ts";
import { hold } from "./lab/hold.ts";
import { on } from "./lab/on.ts";
import { serve } from "./lab/serve.ts";
import { mtr } from "./mtr/mtr.ts";
import { nc } from "./netcat/nc.ts";
import { ncat } from "./netcat/ncat.ts";
import { nstat } from "./nstat.ts";
import type { ProgramSet } from "./programs.ts";
import { python3 } from "./python3.ts";
import { setpriv } from "./setpriv.ts";
import { socat } from "./socat.ts";
import { ss } from "./ss/ss.ts";
import { tcpdump } from "./tcpdump.ts";
import { tracepath } from "./tracepath.ts";
import { traceroute, traceroute6 } from "./traceroute.ts";

export const tools: ProgramSet = {
	programs: {
		arping,
		bridge,
		curl,
		drop,
		hold,
		mtr,
		nc,
		ncat,
		nstat,
		on,
		python3,
		serve,
		setpriv,
		socat,
		ss,
		tcpdump,
		tracepath,
		traceroute,
		traceroute6,
	},
	daemons: {},
};
