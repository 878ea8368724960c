/** The routes that links and addresses bring along: only looked at. */
import { type Drawn, lines, words } from "../draw.ts";

export const routes: Drawn = {
	name: "route",
	draws: [[1, lines("route show table all", "-6 route show table all")]],
	closing: ["ip route show table all", "ip -6 route show table all"].map(words),
};
