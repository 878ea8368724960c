/** The counters of -s, in English. */
import type { Entry } from "../text.ts";
import type { statsTopics } from "../topic/stats.ts";
import { number } from "./word.ts";

const zero = (value: string) => /^0*$/.test(value);

export const stats: Record<keyof typeof statsTopics, Entry> = {
	"stats.rx": {
		what: "Received since it was made, as the kernel counts.",
		why: "On lo equal to TX: all that is sent comes back.",
	},
	"stats.tx": { what: "Sent since it was made.", why: "Compare twice to see whether anything moves." },
	"stats.rx-errors": { what: "The receive errors, one by one.", why: "They hint at cable or card." },
	"stats.tx-errors": { what: "The send errors, one by one.", why: "They hint at cable or card." },
	"stats.bytes": { what: "How many bytes.", why: "The size of it all." },
	"stats.packets": { what: "How many packets.", why: "Each counted once." },
	"stats.errors": {
		what: "Packets that arrived broken or could not be sent.",
		why: "Should be 0.",
		here: ({ value }) =>
			/^\d+$/.test(value) && !zero(value) ? `${number(value)}: worth a look at cable and card.` : undefined,
	},
	"stats.dropped": {
		what: "Packets thrown away.",
		why: "For want of room, or because nobody wanted them.",
	},
	"stats.over_errors": { what: "Came faster than they could be fetched.", why: "The buffer was full." },
	"stats.missed_errors": { what: "Lost by the card for want of room.", why: "The machine did not keep up." },
	"stats.multicast": { what: "Packets for groups.", why: "Many of them are normal." },
	"stats.broadcast": { what: "Packets for everybody.", why: "Many of them are a burden to all." },
	"stats.compressed": { what: "Compressed packets.", why: "Only on old lines such as SLIP and PPP." },
	"stats.carrier_errors": { what: "The signal was lost while sending.", why: "Points at the cable." },
	"stats.collisions": { what: "Two sent at once.", why: "0 on any modern network." },
	"stats.length_errors": { what: "Of a length that cannot be.", why: "Often a wrong mtu." },
	"stats.crc_errors": { what: "Checksum wrong: damaged on the way.", why: "Points at the cable." },
	"stats.frame_errors": { what: "Not a whole number of bytes.", why: "Points at the cable." },
	"stats.fifo_errors": { what: "The card's own buffer ran over or dry.", why: "The machine did not keep up." },
	"stats.nohandler": { what: "Nobody was there to take it.", why: "An inactive bond member, for one." },
	"stats.aborted_errors": { what: "Sending was broken off.", why: "Rare on modern cards." },
	"stats.window_errors": { what: "Late collisions.", why: "Rare on modern cards." },
	"stats.heartbeat_errors": { what: "A self-test of old cards failed.", why: "Always 0 today." },
	"stats.carrier_changes": { what: "How often the signal came or went.", why: "A high number is a loose cable." },
	"stats.otherhost_dropped": {
		what: "Meant for another machine, thrown away.",
		why: "Seen where all frames are heard.",
	},
	"stats.csum_errors": "Checksum missing or wrong.",
	"stats.sequence_errors": "Out of order, or numbered too low.",
	"stats.loop_errors": "The tunnel would have led into itself.",
	"stats.route_errors": "No way to the far end.",
	"stats.buffer_errors": "No memory for the packet.",
};
