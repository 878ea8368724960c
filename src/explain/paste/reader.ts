/**
 * Lines that are neither a link nor an address: one reader for each object of `ip`. A reader believes a line by its first
 * words alone; what follows is read by its rows, and a word that no row knows is named as unknown.
 */
import { counterReader } from "./counter.ts";
import { macsecReader } from "./macsec.ts";
import { maddressReader } from "./maddress.ts";
import { messageReader } from "./message.ts";
import { neighReader } from "./neigh.ts";
import { netconfReader } from "./netconf.ts";
import { netnsReader, nsidReader } from "./netns.ts";
import { nexthopReader } from "./nexthop.ts";
import type { Reader } from "./object.ts";
import { routeReader } from "./route.ts";
import { ruleReader } from "./rule.ts";
import { socketReader } from "./socket.ts";
import { addrlabelReader, tokenReader } from "./token.ts";
import { tunnelReader } from "./tunnel.ts";
import { tuntapReader } from "./tuntap.ts";
import { vrfReader } from "./vrf.ts";
import { xstatsReader } from "./xstats.ts";

/** The first that begins wins: a neighbour looks like a route until its state. */
export const readers: readonly Reader[] = [
	messageReader,
	ruleReader,
	neighReader,
	nexthopReader,
	macsecReader,
	counterReader,
	tunnelReader,
	tuntapReader,
	netconfReader,
	addrlabelReader,
	tokenReader,
	nsidReader,
	maddressReader,
	vrfReader,
	xstatsReader,
	netnsReader,
	socketReader,
	routeReader,
];
