/** The programs of the model's userland by name, as a shell finds them in /usr/sbin. A new program is a row. */
import { arping } from "./arping.ts";
import { ip } from "./ip/ip.ts";
import { ping } from "./ping.ts";
import type { Program } from "./process.ts";
import { sleep } from "./sleep.ts";
import { sysctl } from "./sysctl.ts";
import { traceroute } from "./traceroute.ts";

const no: Program = function* () {
	return 1;
};

const yes: Program = function* () {
	return 0;
};

export const programs: Readonly<Record<string, Program>> = { arping, ip, ping, sleep, sysctl, traceroute, true: yes, false: no };
