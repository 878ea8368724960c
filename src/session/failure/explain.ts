/**
 * Why a command fails in this world, and what would mend it: the command is run on a copy, the rows look at what it said and at
 * what is there, and of the repairs they think of the first that works, tried on a copy as well, is told.
 */
import type { Explained, Repair } from "../../explain/failure/page.ts";
import { type KernelError, NO_NETNS, type Request } from "../../uapi/message.ts";
import { batchLines } from "../../userland/ip/batch.ts";
import { Failed } from "../../userland/ip/failure.ts";
import { type Ran, runProgram } from "../drive.ts";
import { readText } from "../file.ts";
import { createMachine, systemOf } from "../machine.ts";
import { run, type Session } from "../session.ts";
import { addressRows } from "./address.ts";
import { attributeRows } from "./attribute.ts";
import { bondRows } from "./bond.ts";
import { bridgeRows } from "./bridge.ts";
import { bridgeProgramRows } from "./bridge-program.ts";
import { certainRows } from "./certain.ts";
import { familyRows } from "./family.ts";
import { incomingRows, lastLookupRows } from "./incoming.ts";
import { kindRows, lastKindRows } from "./kind.ts";
import { linkRows } from "./link.ts";
import { lookupRows } from "./lookup.ts";
import { nameRows } from "./name.ts";
import { neighRows } from "./neigh.ts";
import { nexthopRows } from "./nexthop.ts";
import { objectRows } from "./object.ts";
import { programRows } from "./program.ts";
import { programWordRows } from "./program-word.ts";
import { routeRows } from "./route.ts";
import { ruleRows } from "./rule.ts";
import { sentenceRows } from "./sentence.ts";
import { type Finding, find, type Mend, type Row, type Situation, said } from "./situation.ts";
import { State } from "./state.ts";
import { sysctlRows } from "./sysctl.ts";
import { tunnelRows } from "./tunnel.ts";
import { valueRows } from "./value.ts";
import { wordRows } from "./word.ts";

/** Our own refusal, not the real tool's. */
const notModelled: Row = (s) => said(s, /^iplab: /) && find("notModelled", {});

const rows: readonly Row[] = [
	notModelled,
	...certainRows,
	...bridgeProgramRows,
	...sysctlRows,
	...programWordRows,
	...programRows,
	...wordRows,
	...nameRows,
	...valueRows,
	...tunnelRows,
	...objectRows,
	...bondRows,
	...kindRows,
	...bridgeRows,
	...attributeRows,
	...addressRows,
	...linkRows,
	...routeRows,
	...nexthopRows,
	...incomingRows,
	...lookupRows,
	...ruleRows,
	...neighRows,
	...familyRows,
	...sentenceRows,
	...lastLookupRows,
	...lastKindRows,
];

export interface FailureFinding extends Explained {
	readonly exit: number;
}

/** What the failed command was given besides its words. */
export interface Input {
	readonly stdin?: string | undefined;
	/** It came by a pipe. */
	readonly piped?: boolean;
	/** Who ran it: root if missing. */
	readonly uid?: number;
}

/** undefined where the command works. */
export function explainFailure(
	session: Session,
	argv: readonly string[],
	input: Input = {},
): FailureFinding | undefined {
	const found = investigate(session, argv, input);
	if (!found) return undefined;
	const line = batchLine(session, argv, input);
	if (line === "none") return { message: found.message, exit: found.exit, key: "batchLeftover", facts: {} };
	if (line) return explainFailure(line.session, line.argv);
	const { message, exit, finding } = found;
	if (!finding) return { message, exit };
	const repair = repairOf(session, argv, finding, 1);
	const { key, facts, stop } = finding;
	return { message, exit, key, facts, ...(stop && { stop }), ...(repair && { repair }) };
}

/** The line at which a file of commands fails, and the world that it meets; `none` where each line works by itself. */
function batchLine(session: Session, argv: readonly string[], { stdin = "" }: Input) {
	const at = argv.findIndex((word, i) => argv[0] === "ip" && i > 0 && /^-{1,2}b(?:a(?:t(?:c(?:h)?)?)?)?$/.test(word));
	if (at < 0) return undefined;
	const file = argv[at + 1] ?? "";
	const read = readText(session.world.files, file);
	const text = file === "-" ? stdin : "ok" in read ? read.ok : "";
	let now = session;
	try {
		for (const { words } of batchLines(text, () => {})) {
			const line = [...argv.slice(0, at), ...argv.slice(at + 2), ...words];
			const ran = run(now, line);
			if (ran.exit !== 0) return { session: now, argv: line };
			now = ran.session;
		}
	} catch (error) {
		// a line that is no words: it is the file that failed
		if (error instanceof Failed) return undefined;
		throw error;
	}
	return text === "" ? undefined : "none";
}

function investigate(session: Session, argv: readonly string[], input: Input = {}) {
	const { ran, refused } = attempt(session, argv, input);
	if (ran.exit === 0) return undefined;
	const message = messageOf(ran);
	const situation: Situation = {
		argv,
		stderr: message,
		stdout: ran.stdout,
		session,
		state: new State(stateSystem(session, argv)),
		...(refused && { request: refused.request, errno: refused.error.errno }),
		...(refused?.error.extack !== undefined && { extack: refused.error.extack }),
	};
	return { message, exit: ran.exit, finding: findingOf(situation) };
}

/** Lines that say that something failed, and not what. */
const aside = /^$|^Dump terminated$|^Command failed |^Terminated$/;

/** What the command complains of; of ping, which only counts, the count. */
function messageOf({ stdout, stderr }: Ran): string {
	const line = stderr.split("\n").find((each) => !aside.test(each)) ?? stderr.trimEnd();
	if (line !== "" && !/^(?:WARNING|ping: Warning)/.test(line)) return line;
	return (
		stdout.split("\n").find((each) => /packets transmitted|Received \d+ response|is not ARPable/.test(each)) ?? line
	);
}

function findingOf(situation: Situation): Finding | undefined {
	for (const row of rows) {
		const finding = row(situation);
		if (finding) return finding;
	}
	return undefined;
}

interface Refused {
	readonly request: Request;
	readonly error: KernelError;
}

/** A copy of the world in which the command has run, and the last message it was refused. */
function attempt(
	session: Session,
	argv: readonly string[],
	{ stdin, piped = false, uid = 0 }: Input,
): { ran: Ran; refused?: Refused } {
	const machine = createMachine(session.world);
	let refused: Refused | undefined;
	machine.spy = (request, { error }) => {
		if (error) refused = { request, error };
	};
	const words = uid === 0 ? argv : ["setpriv", `--reuid=${uid}`, ...argv];
	const ran = runProgram(machine, words, {
		netns: session.netns,
		...(stdin !== undefined && { stdin: () => stdin }),
		piped,
	});
	return { ran, ...(refused && { refused }) };
}

/** The system of the namespace that `-n NAME` names, or of the session's own. */
function stateSystem(session: Session, argv: readonly string[]) {
	const machine = createMachine(session.world);
	const sys = systemOf(machine, { netns: session.netns, pid: 1 });
	const at = argv.findIndex((word) => /^-n(?:etns)?$/.test(word));
	const opened = at === 1 && argv[2] ? sys.openNetns(argv[2]) : undefined;
	return opened && "ok" in opened && opened.ok !== NO_NETNS
		? systemOf(machine, { netns: Number(opened.ok), pid: 1 })
		: sys;
}

/** The first that works; else the first that only meets another failure, which has a repair of its own. */
function repairOf(
	session: Session,
	argv: readonly string[],
	{ mends: thought }: Finding,
	depth: number,
): Repair | undefined {
	const all = argv.includes("lo") ? thought : thought.filter((mend) => !mend.some(leadsBack));
	const mend = all.find((each) => works(session, each)) ?? firstOf(all, (each) => onward(session, each, depth));
	if (!mend) return undefined;
	const last = mend.at(-1) ?? [];
	const same = last.length === argv.length && last.every((word, i) => word === argv[i]);
	return { commands: (same ? mend.slice(0, -1) : mend).map(lineOf), same };
}

/** A way by lo, where nobody spoke of it: it works, and whatever takes it comes straight back. */
function leadsBack(words: readonly string[]): boolean {
	const at = words.indexOf("dev");
	return (
		words[at + 1] === "lo" &&
		at > 0 &&
		words.some((word) => word === "route" || word === "nexthop") &&
		!words.includes("del")
	);
}

function firstOf<T, R>(list: readonly T[], of: (each: T) => R | undefined): R | undefined {
	for (const each of list) {
		const found = of(each);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** A repair and then the repair of what its last command runs into. */
function onward(session: Session, mend: Mend, depth: number): Mend | undefined {
	const first = mend.slice(0, -1);
	const last = mend.at(-1) ?? [];
	if (depth === 0 || !works(session, first)) return undefined;
	const there = first.reduce((now, argv) => run(now, argv).session, session);
	const next = investigate(there, last);
	// to take something away for the sake of a second failure would be too bold a repair
	const bold = (each: Mend) => each.slice(0, -1).some((words) => words.includes("del"));
	const further = next?.finding?.mends.find((each) => !bold(each) && !each.some(leadsBack) && works(there, each));
	return further && [...first, ...further];
}

/** Every command of it succeeds, one after the other, on a copy. */
export function works(session: Session, mend: Mend): boolean {
	let now = session;
	return mend.every((argv) => {
		const ran = run(now, argv);
		now = ran.session;
		return ran.exit === 0;
	});
}

/** As one types it. */
export function lineOf(argv: readonly string[]): string {
	return argv.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}
