/** What is unusual about a link: its signal, its mtu, its hardware address, its errors. */
import { isLo } from "../context.ts";
import type { Place } from "../place.ts";
import type { LinkSeen } from "../survey.ts";
import { nameOf, notice, type Unusual } from "./notice.ts";

export function unusualLink(link: LinkSeen, all: readonly LinkSeen[]): Unusual[] {
	if (isLo(link.link)) return [];
	const here = all.filter(({ section }) => section === link.section);
	return [...signal(link, here), ...mtu(link, here), ...twin(link, here)];
}

function signal(seen: LinkSeen, here: readonly LinkSeen[]): Unusual[] {
	const { link } = seen;
	const { flags } = link;
	if (flags === undefined) return [];
	if (flags.has("NO-CARRIER")) return notice(isBridge(seen) ? "link.nomember" : "link.nocarrier", nameOf(seen));
	// @ifN with M-DOWN is often a false alarm: the number is looked up in the wrong namespace
	if (flags.has("M-DOWN") && flags.has("UP") && link.foreignPeer !== true)
		return notice("link.lowerdown", nameOf(seen), { other: seen.lower ?? "" });
	const told = here.some(({ link: other }) => other.flags?.has("LOWER_UP"));
	return flags.has("UP") && !flags.has("LOWER_UP") && told ? notice("link.nosignal", nameOf(seen)) : [];
}

/** By -d, or by the names that Docker, libvirt, LXD and their kin give. */
const isBridge = ({ link, name }: LinkSeen) =>
	link.kind === "bridge" ||
	(link.kind === undefined && /^(br-|docker|virbr|lx[cd]br|incusbr|vmbr|cni\d|podman\d)/.test(name));

/** RFC 8200 section 5; include/net/ip.h IPV4_MIN_MTU. */
const least6 = 1280;
const least4 = 68;

function mtu(seen: LinkSeen, here: readonly LinkSeen[]): Unusual[] {
	const shown = seen.words.get("mtu");
	if (shown === undefined) return [];
	const value = Number(shown.value);
	if (value < least4) return notice("link.mtu4", shown);
	if (value < least6) return notice("link.mtu6", shown);
	const lower = here.find(({ name }) => name === seen.lower);
	const below = lower?.words.get("mtu");
	if (lower === undefined || below === undefined) return [];
	const facts = { other: `${lower.name} (${below.value})` };
	const isPair = lower.lower === seen.name;
	if (isPair)
		return Number(below.value) !== value && shown.line > below.line ? notice("link.mtupeer", shown, facts) : [];
	return value > Number(below.value) ? notice("link.mtulower", shown, facts) : [];
}

/**
 * The same hardware address on two links is ordinary where one stands on the other, or both under one master: a VLAN, a
 * bond, a macvlan's card, a bridge that took a port's.
 */
function twin(seen: LinkSeen, here: readonly LinkSeen[]): Unusual[] {
	const shown = seen.words.get("address");
	if (shown === undefined || !isMac(shown) || seen.link.foreignPeer === true) return [];
	const other = here.find(
		(each) => each.name !== seen.name && each.words.get("address")?.value === shown.value && !related(seen, each, here),
	);
	const first = other?.words.get("address");
	return first !== undefined && shown.line > first.line ? notice("link.mac", shown, { other: other?.name ?? "" }) : [];
}

const isMac = ({ value }: Place) => /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(value) && !/^[0:]+$/.test(value);

function related(one: LinkSeen, two: LinkSeen, here: readonly LinkSeen[]): boolean {
	const tie = ({ link, lower }: LinkSeen) => [link.master, lower].filter((name) => name !== undefined);
	const kin = (seen: LinkSeen): Set<string> =>
		new Set([seen.name, ...tie(seen), ...here.filter((each) => tie(each).includes(seen.name)).map(({ name }) => name)]);
	const names = kin(two);
	return [...kin(one)].some((name) => names.has(name));
}

/** `RX: … errors`: a number that should be 0. */
export function unusualCounts(places: readonly Place[]): Unusual[] {
	return places
		.filter(
			({ key, object, path, value }) =>
				key === "errors" && object === "link" && path.length > 0 && /^[1-9]/.test(value),
		)
		.flatMap((place) => notice("stats.errors", place));
}
