/** Why a neighbour entry was refused. kernel: net/core/neighbour.c */
import type { NeighRequest } from "../../uapi/neighbour.ts";
import { added, changed, changedAfter, find, type Row, type Situation, said, without } from "./situation.ts";

function requestOf(s: Situation): NeighRequest | undefined {
	return s.request?.type === "RTM_NEWNEIGH" || s.request?.type === "RTM_DELNEIGH"
		? (s.request as NeighRequest)
		: undefined;
}

const exists: Row = (s) => {
	const request = requestOf(s);
	if (!request || s.errno !== "EEXIST") return undefined;
	const there = s.state.neighbours.find(({ dst, ifindex }) => dst === request.dst && ifindex === request.ifindex);
	const facts = { dst: request.dst ?? "", dev: s.state.nameOf(request.ifindex), lladdr: there?.lladdr ?? "" };
	return find("neighExists", facts, changed(s, "add", "replace"));
};

const missing: Row = (s) => {
	const request = requestOf(s);
	const get = s.request?.type === "RTM_GETNEIGH";
	if ((!request && !get) || s.errno !== "ENOENT") return undefined;
	const dst = request?.dst ?? s.argv.find((word) => /^[0-9a-f]*[.:]/.test(word)) ?? "";
	const dev = s.argv[s.argv.lastIndexOf("dev") + 1] ?? "";
	const other = s.state.neighbours.find((entry) => entry.dst === dst);
	const real = other ? s.state.nameOf(other.ifindex) : "";
	if (other && real !== dev) return find("neighElsewhere", { dst, dev, real }, changedAfter(s, "dev", real));
	return find("neighNowhere", { dst, dev });
};

const noLladdr: Row = (s) => {
	if (!said(s, /No link layer address given/) && !(requestOf(s) && s.errno === "EINVAL" && !requestOf(s)?.lladdr))
		return undefined;
	return find("neighNoLladdr", { dst: requestOf(s)?.dst ?? "" }, added(s, "lladdr", "02:00:00:00:00:01"));
};

const badLladdr: Row = (s) => {
	if (!said(s, /Invalid link address/)) return undefined;
	const typed = s.argv[s.argv.lastIndexOf("lladdr") + 1] ?? "";
	return find("badLladdr", { typed }, changed(s, typed, `${typed}:00:00:00:00:00:00`.slice(0, 17)));
};

/** valid_fdb_dump_strict() */
const fdbWithFlags: Row = (s) =>
	said(s, /in header for fdb dump request/) ? find("neighFdbProxy", {}, without(s, "proxy", 1)) : undefined;

export const neighRows: readonly Row[] = [exists, missing, noLladdr, badLladdr, fdbWithFlags];
