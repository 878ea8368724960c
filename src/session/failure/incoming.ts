/** Why a lookup for a packet that comes in, or must leave by a device, found no way. kernel: net/ipv4/route.c ip_route_input_slow() */
import { IFF_UP } from "../../uapi/link-flags.ts";
import type { RouteQuery } from "../../uapi/message.ts";
import { reach } from "../reach/reach.ts";
import { after, before, type Finding, find, netnsOf, type Row, type Situation, without } from "./situation.ts";

/** A lookup for a packet that comes in. net/ipv4/route.c ip_route_input_slow(), fib_validate_source() */
const incoming: Row = (s) => {
	const iif = after(s, "iif");
	if (s.request?.type !== "RTM_GETROUTE" || iif === undefined) return undefined;
	const from = after(s, "from") ?? "";
	const facts = { from, iif, dst: s.argv[s.argv.indexOf("get") + 1] ?? "" };
	if (s.errno === "EXDEV")
		return find("incomingRpFilter", facts, [
			["sysctl", "-w", "net.ipv4.conf.all.rp_filter=0"],
			["sysctl", "-w", `net.ipv4.conf.${iif}.rp_filter=0`],
			s.argv,
		]);
	const link = s.state.link(iif);
	if (link && !(link.flags & IFF_UP)) return find("incomingDown", facts, before(s, ["ip", "link", "set", iif, "up"]));
	if (s.errno === "EHOSTUNREACH" && from !== "")
		return find("incomingForward", facts, [["sysctl", "-w", "net.ipv4.ip_forward=1"], s.argv], without(s, "from"));
	if (s.errno === "EHOSTUNREACH")
		return find("incomingForward", facts, [["sysctl", "-w", "net.ipv4.ip_forward=1"], s.argv]);
	if (s.errno === "ENODEV") return undefined;
	if (s.errno === "EACCES") return refusing(s);
	if (s.errno === "ENETUNREACH") return find("incomingNone", facts, without(s, "iif"), without(s, "from"));
	return find("incomingMartian", facts, without(s, "from"), without(s, "iif"));
};

const oif: Row = (s) => {
	if (s.request?.type !== "RTM_GETROUTE" || s.errno !== "EHOSTUNREACH") return undefined;
	const dev = after(s, "oif", "dev");
	if (dev !== undefined)
		return find(
			"getByDevice",
			{ dev, dst: s.argv[s.argv.indexOf("get") + 1] ?? "" },
			without(s, "oif"),
			without(s, "fibmatch", 1),
		);
	return refusing(s);
};

/** Which route or rule says no, where the destination alone decides it. */
function refusing(s: Situation): Finding {
	const { dst } = s.request as RouteQuery;
	const question = dst && { netns: netnsOf(s), daddr: dst.addr };
	const { stop, mend } = question ? reach(s.session.world, question).answer : {};
	const finding = find(
		"getRefused",
		{ dst: s.argv[s.argv.indexOf("get") + 1] ?? "" },
		mend && [mend.command.split(" "), s.argv],
	);
	return stop && /^(?:route\.type|rule)$/.test(stop.kind) ? { ...finding, stop } : finding;
}

/** A rule or a route that looks at more than the destination says no. */
const selected: Row = (s) =>
	s.request?.type === "RTM_GETROUTE" && s.argv.includes("get") && /^E(?:ACCES|INVAL)$/.test(s.errno ?? "")
		? refusing(s)
		: undefined;

export const lastLookupRows: readonly Row[] = [selected];

export const incomingRows: readonly Row[] = [incoming, oif];
