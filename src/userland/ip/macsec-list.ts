/** What `ip macsec show` prints of a device: its switches, its own channel, and those from elsewhere. ip/ipmacsec.c process(). */
import { close, type Field, field, member, open, text } from "../../print/field.ts";
import type { MacsecRxSc, MacsecSa, MacsecSecy } from "../../uapi/macsec.ts";
import { NLM_F_DUMP } from "../../uapi/message.ts";
import type { Context } from "./context.ts";
import { unmodelled } from "./failure.ts";
import { talk } from "./talk.ts";

const validations = ["disabled", "check", "strict"] as const;

export function showSecys(ctx: Context, only: number | undefined): number {
	const messages = talk(ctx, { type: "MACSEC_CMD_GET_TXSC", flags: NLM_F_DUMP });
	const secys = messages.flatMap((message) => ("secy" in message ? [message.secy] : []));
	ctx.print([open("array")]);
	for (const secy of secys) if (only === undefined || only === secy.index) ctx.print(describeSecy(ctx, secy));
	ctx.print([close("array")]);
	return 0;
}

function describeSecy(ctx: Context, secy: MacsecSecy): Field[] {
	const { index, data } = secy;
	const ifname = ctx.links.nameOf(index);
	const stats = ctx.options.stats > 0;
	if (stats && secy.used) throw unmodelled(`-s macsec show ${ifname}`);
	const { sci = "", encodingSa = 0, icvLen = 16 } = data;
	const cipher = (data.cipher ?? "").toUpperCase();
	return [
		open("object"),
		field("ifindex", `${index}: `, index),
		field("ifname", `${ifname}: `, ifname, "ifname"),
		...describeSwitches(secy),
		text("\n"),
		field("cipher_suite", `    cipher suite: ${cipher},`, cipher),
		field("icv_length", ` using ICV length ${icvLen}\n`, icvLen),
		...describeSci("    TXSC:", sci),
		field("encoding_sa", ` on SA ${encodingSa}\n`, encodingSa),
		...(stats ? [...zeros(secyCounters), ...zeros(txScCounters)] : []),
		...describeSas(secy.txSas, stats ? txSaCounters : []),
		open("array", "rx_sc"),
		...secy.rxScs.flatMap((channel) => describeRxSc(channel, stats)),
		close("array"),
		field("offload", "    offload: off \n", "off"),
		close("object"),
	];
}

/** `sc` and `sa` are read from the number of the association in use, which stands where the tool expects theirs. */
function describeSwitches({ data }: MacsecSecy): Field[] {
	const inUse = (data.encodingSa ?? 0) !== 0;
	const validate = validations[data.validation ?? 2];
	return [
		flag("protect", data.protect),
		field("validate", `validate ${validate} `, validate),
		flag("sc", inUse),
		flag("sa", inUse),
		flag("encrypt", data.encrypt),
		flag("send_sci", data.incSci),
		flag("end_station", data.es),
		flag("scb", data.scb),
		flag("replay", data.replayProtect),
		...(data.replayProtect ? [field("window", `window ${data.window ?? 0} `, data.window ?? 0)] : []),
	];
}

function flag(word: string, on = false): Field {
	return field(word, `${word} ${on ? "on" : "off"} `, on);
}

/** JSON has the number without its zeros. */
function describeSci(label: string, sci: string): Field[] {
	return [text(`${label} ${sci}`), member("sci", `0x${sci.replace(/^0+(?=.)/, "")}`)];
}

function describeSas(sas: readonly MacsecSa[], counters: readonly string[]): Field[] {
	return [
		open("array", "sa_list"),
		...sas.flatMap(({ an, pn, active, keyId }) => [
			open("object"),
			field("an", `        ${an}:`, an),
			field("pn", ` PN ${pn},`, pn),
			text(" state"),
			field("active", ` ${active ? "on" : "off"},`, active),
			field("key", ` key ${keyId}\n`, keyId),
			...zeros(counters),
			close("object"),
		]),
		close("array"),
	];
}

function describeRxSc({ sci, active, sas }: MacsecRxSc, stats: boolean): Field[] {
	return [
		open("object"),
		...describeSci("    RXSC:", sci),
		text(", state"),
		field("active", ` ${active ? "on" : "off"}\n`, active),
		...(stats ? zeros(rxScCounters) : []),
		...describeSas(sas, stats ? rxSaCounters : []),
		close("object"),
	];
}

const secyCounters = [
	"OutPktsUntagged",
	"InPktsUntagged",
	"OutPktsTooLong",
	"InPktsNoTag",
	"InPktsBadTag",
	"InPktsUnknownSCI",
	"InPktsNoSCI",
	"InPktsOverrun",
];
const txScCounters = ["OutPktsProtected", "OutPktsEncrypted", "OutOctetsProtected", "OutOctetsEncrypted"];
const txSaCounters = ["OutPktsProtected", "OutPktsEncrypted"];
const rxScCounters = [
	"InOctetsValidated",
	"InOctetsDecrypted",
	"InPktsUnchecked",
	"InPktsDelayed",
	"InPktsOK",
	"InPktsInvalid",
	"InPktsLate",
	"InPktsNotValid",
	"InPktsNotUsingSA",
	"InPktsUnusedSA",
];
const rxSaCounters = ["InPktsOK", "InPktsInvalid", "InPktsNotValid", "InPktsNotUsingSA", "InPktsUnusedSA"];

/** Of a device that has carried nothing, which alone comes here. */
function zeros(counters: readonly string[]): Field[] {
	if (counters.length === 0) return [];
	return [
		text(`    stats:${counters.map((name) => ` ${name}`).join("")}\n`),
		text("          "),
		...counters.map((name) => field(name, ` ${"0".padStart(name.length)}`, 0)),
		text("\n"),
	];
}
