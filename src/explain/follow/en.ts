/** `follow` in English. */
import type { FollowTexts } from "./text.ts";

const because = (why: string | undefined) => (why ? `: ${why}` : "");

export const en: FollowTexts = {
	way: "The way of the packets",
	counters: "Counters that moved",
	unmoved: "none",
	what: {
		routed: (dev, why) => `is to leave by ${dev}${why ? `, next hop ${why}` : ""}`,
		sent: (dev) => `${dev} sends it`,
		received: (dev) => `has come in by ${dev}`,
		delivered: () => "is for this machine",
		forwarded: () => "is for another machine: passed on",
		answered: () => "is answered",
		queued: (_dev, why) => `waits until the link address of ${why} is known`,
		dropped: (_dev, why) => `is dropped${because(why)}`,
		refused: (_dev, why) => `is refused${because(why)}`,
	},
	handedBack: (dev) => `${dev} hands it straight back as received`,
	carried: (devices) => `Carried by: ${devices}.`,
	nothingCarried: "No device carried anything.",
	note: {
		loopback: [
			"No hardware was asked: lo has none. Its driver is one short function, loopback_xmit(), which puts every packet that it is given to send into the queue of those that have arrived, of the same machine.",
			"Can a packet to 127.0.0.1 leave this machine? No, and three things see to it. The table local sends all of 127.0.0.0/8 to lo, and it is asked before any other table. What is given to lo comes back and never reaches a card. And another machine that sent such a packet here, or got one from here, would drop it: from a wire, an address of 127.0.0.0/8 is a martian (route_localnet lifts this for one interface; nothing lifts it for the network at large).",
		],
		own: [
			"Whichever interface has the address, lo carried the packet: for each address of its own the machine has a route of type local, and such a route leads to lo. The counters of the other interface did not move, its cable may be out, and no hardware was asked.",
		],
		wire: [
			"The packets left this machine: a device other than lo took them, and here a card would have been asked. They arrived on another device, in another namespace, which has tables, neighbours and a lo of its own.",
		],
		nowhere: ["Nothing was sent."],
	},
};
