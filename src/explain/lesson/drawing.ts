/** What is drawn on each page, and when: the world of its experiment, or the way of a packet in it. session/lesson.ts draws it. */
import type { LessonName } from "./lesson.ts";

export interface Drawing {
	/** The line of the experiment (the last one of these words) after which the world is drawn. */
	readonly after: string;
	/** Lines after it that are no part of the experiment: who is at the other end. */
	readonly also?: readonly string[];
	/** All of the world; its addresses and routes by scope; or the way from one place to another. */
	readonly draws: "world" | "scopes" | readonly [from: string, to: string];
}

export const drawings: Readonly<Record<LessonName, Drawing>> = {
	lo: { after: "ip -n box addr add 10.0.0.1/24 dev v0", draws: ["box:10.0.0.1", "box:10.0.0.1"] },
	scope: { after: "ip route add default via 10.0.0.254", draws: "scopes" },
	"127": { after: "ip addr add 127.0.0.1/8 dev v0", draws: ["127.0.0.1", "127.0.0.1"] },
	dummy: { after: "ip addr add 192.0.2.1/24 dev dummy0", draws: ["192.0.2.1", "192.0.2.9"] },
	netns: { after: "ip -n a link set lo up", draws: "world" },
	"local-table": { after: "ip addr add 10.0.0.1/24 dev v0", draws: ["10.0.0.1", "10.0.0.1"] },
	up: { after: "ip addr add 10.0.0.1/24 dev v0", draws: "world" },
	bind: {
		after: "ip -n other route add 10.255.0.1 via 10.0.0.1",
		also: ["serve cupsd tcp 127.0.0.1 6310"],
		draws: ["other:10.0.0.2", "10.0.0.1:6310"],
	},
	router: { after: "ip link set a1 down", draws: "world" },
	default: {
		after: "ip route add default via 10.0.2.1 metric 100",
		also: [
			"ip -n gw addr add 10.0.2.1/24 dev b1",
			"ip -n gw link set lo up",
			"ip -n gw addr add 198.51.100.1/32 dev lo",
		],
		draws: ["10.0.2.2", "198.51.100.1"],
	},
	neigh: { after: "ip -n other addr add 10.0.0.2/24 dev v1", draws: ["10.0.0.1", "other:10.0.0.2"] },
	dad: { after: "sleep 3", draws: "world" },
	secondary: { after: "ip addr add 10.0.9.1/24 dev v0", draws: "world" },
	rp_filter: { after: "sysctl -w net.ipv4.conf.v0.rp_filter=1", draws: ["other:192.0.2.9", "10.0.1.1"] },
	bridge: { after: "ip addr add 10.0.0.1/24 dev br0", draws: "world" },
};
