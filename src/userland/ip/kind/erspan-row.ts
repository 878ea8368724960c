/** The words of ERSPAN, in which GRE carries what a port mirrors: ip/link_gre.c, link_gre6.c. */
import type { TunnelData } from "../../../uapi/link-data.ts";
import { wrong } from "../failure.ts";
import { begins, type Row } from "../grammar.ts";
import { u8, u16, u32 } from "../number.ts";
import type { TunnelDraft } from "./tunnel.ts";

export function erspanRows(): Row<TunnelDraft>[] {
	return [
		{ word: "erspan", match: "exact", takes: "NUMBER", to: setErspanIndex },
		{ word: "erspan_ver", match: "exact", takes: "NUMBER", to: setErspanVer },
		{ word: "erspan_dir", match: "exact", takes: ["ingress", "egress"], to: setErspanDir },
		{ word: "erspan_hwid", match: "exact", takes: "NUMBER", to: setErspanHwid },
	];
}

function setErspanIndex({ tunnel }: TunnelDraft, value: string): void {
	const index = u32(value);
	if (index === undefined) throw wrong(value, "invalid erspan index\n");
	if (index === 0 || index >= 1 << 20) throw wrong(value, "erspan index must be > 0 and <= 20-bit\n");
	tunnel.erspanIndex = index;
}

function setErspanVer({ tunnel }: TunnelDraft, value: string): void {
	const version = u8(value);
	if (version === undefined) throw wrong(value, "invalid erspan version\n");
	if (version > 2) throw wrong(value, "erspan version must be 0/1/2\n");
	tunnel.erspanVer = version;
}

function setErspanDir({ tunnel }: TunnelDraft, value: string): void {
	const way = ["ingress", "egress"].findIndex((word) => begins(value, word));
	if (way < 0) throw wrong(value, "Invalid erspan direction.");
	tunnel.erspanDir = way;
}

function setErspanHwid({ tunnel }: TunnelDraft, value: string): void {
	const hwid = u16(value);
	if (hwid === undefined) throw wrong(value, "invalid erspan hwid\n");
	tunnel.erspanHwid = hwid;
}

/** Which of them go out depends on the version. */
export function erspanData({ erspanVer = 1, erspanIndex, erspanDir = 0, erspanHwid = 0 }: TunnelData): TunnelData {
	if (erspanVer === 2) return { erspanVer, erspanDir, erspanHwid };
	return { erspanVer, ...(erspanVer === 1 && erspanIndex ? { erspanIndex } : {}) };
}

export const noErspan = { erspanVer: undefined, erspanIndex: undefined, erspanDir: undefined, erspanHwid: undefined };
