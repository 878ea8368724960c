/** Settings of a device, or of all, that decide what becomes of its addresses; of a device that is not there, too. */
import { type Drawn, joined, lines } from "../draw.ts";

const who = ["v0", "v1", "br0", "all", "default", "lo", "nope"];
const per4 = ["promote_secondaries", "forwarding"];
const per6 = ["forwarding", "disable_ipv6", "keep_addr_on_down", "accept_dad", "dad_transmits", "addr_gen_mode"];

const keys = who.flatMap((dev) => [
	...per4.map((name) => `net.ipv4.conf.${dev}.${name}`),
	...per6.map((name) => `net.ipv6.conf.${dev}.${name}`),
]);

export const addressSettings: Drawn = {
	name: "sysctl",
	draws: [],
	pipes: [
		[
			4,
			joined(
				lines("sysctl -q"),
				lines(...keys.flatMap((key) => ["0", "1", "1", "2"].map((value) => `${key}=${value}`))),
			),
		],
		[1, joined(lines("sysctl -n"), lines(...keys))],
	],
};
