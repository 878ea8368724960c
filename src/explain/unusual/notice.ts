/** A thing on a page that a person who knows ip would stop at. The texts stand in en/unusual.ts and fr/unusual.ts. */

import type { Place } from "../place.ts";
import type { LinkSeen } from "../survey.ts";

/** In the order they are looked for; the texts must have all of them. */
export const unusualKinds = [
	"lo.down",
	"lo.no127",
	"lo.no6",
	"lo.only4",
	"lo.global",
	"lo.wsl",
	"lo.mtu",
	"lo.prefix",
	"addr.127",
	"addr.127scope",
	"addr.host",
	"addr.scope6",
	"addr.apipa",
	"addr.down",
	"addr.label",
	"addr.dadfailed",
	"addr.tentative",
	"addr.deprecated",
	"addr.overlap",
	"addr.twice",
	"addr.alone",
	"addr.vip",
	"addr.broadcast",
	"link.nocarrier",
	"link.nomember",
	"link.nosignal",
	"link.lowerdown",
	"link.mtu4",
	"link.mtu6",
	"link.mtulower",
	"link.mtupeer",
	"link.mac",
	"stats.errors",
	"route.linkdown",
	"route.dead",
	"route.anyip",
	"route.defaults",
	"route.samedefaults",
	"neigh.failed",
	"rule.asleep",
] as const;

export type UnusualKind = (typeof unusualKinds)[number];

/** What a text may look at. */
export interface Facts {
	/** The interface, where there is one. */
	readonly dev: string;
	/** The word itself, or the address. */
	readonly value: string;
	/** The other one, of two that do not go together. */
	readonly other: string;
}

export interface Unusual extends Facts {
	readonly kind: UnusualKind;
	/** Where to look. */
	readonly place: Place;
}

export function notice(kind: UnusualKind, place: Place | undefined, facts: Partial<Facts> = {}): Unusual[] {
	if (place === undefined) return [];
	return [{ kind, place, dev: place.link.ifname ?? "", value: place.value, other: "", ...facts }];
}

/** The place of its name: that of a link as a whole. */
export function nameOf({ words }: LinkSeen): Place | undefined {
	return words.get("ifname") ?? words.get("dev") ?? [...words.values()][0];
}
