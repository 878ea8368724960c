/**
 * Why a command fails in this world, and what would mend it: the command is run on a copy, the rows look at what it said and at
 * what is there, and of the repairs they think of the first that works, tried on a copy as well, is told.
 */
import type { Explained, Repair } from "../../explain/failure/page.ts";
import type { KernelError, Request } from "../../uapi/message.ts";
import { type Ran, runProgram } from "../drive.ts";
import { createMachine, systemOf } from "../machine.ts";
import { run, type Session } from "../session.ts";
import { addressRows } from "./address.ts";
import { linkRows } from "./link.ts";
import { neighRows } from "./neigh.ts";
import { routeRows } from "./route.ts";
import type { Finding, Mend, Row, Situation } from "./situation.ts";
import { State } from "./state.ts";
import { wordRows } from "./word.ts";

const rows: readonly Row[] = [...wordRows, ...addressRows, ...linkRows, ...routeRows, ...neighRows];

export interface FailureFinding extends Explained {
	readonly exit: number;
}

/** undefined where the command works. */
export function explainFailure(session: Session, argv: readonly string[]): FailureFinding | undefined {
	const found = investigate(session, argv);
	if (!found) return undefined;
	const { message, exit, finding } = found;
	if (!finding) return { message, exit };
	const repair = repairOf(session, argv, finding, 1);
	return { message, exit, key: finding.key, facts: finding.facts, ...(repair && { repair }) };
}

function investigate(session: Session, argv: readonly string[]) {
	const { ran, refused } = attempt(session, argv);
	if (ran.exit === 0) return undefined;
	const stderr = ran.stderr.trimEnd();
	const message = stderr.split("\n").find((line) => line !== "" && line !== "Dump terminated") ?? stderr;
	const situation: Situation = {
		argv,
		stderr: message,
		state: new State(stateSystem(session, argv)),
		...(refused && { request: refused.request, errno: refused.error.errno }),
		...(refused?.error.extack !== undefined && { extack: refused.error.extack }),
	};
	return { message, exit: ran.exit, finding: findingOf(situation) };
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
function attempt(session: Session, argv: readonly string[]): { ran: Ran; refused?: Refused } {
	const machine = createMachine(session.world);
	let refused: Refused | undefined;
	machine.spy = (request, { error }) => {
		if (error) refused = { request, error };
	};
	const ran = runProgram(machine, argv, { netns: session.netns });
	return { ran, ...(refused && { refused }) };
}

/** The system of the namespace that `-n NAME` names, or of the session's own. */
function stateSystem(session: Session, argv: readonly string[]) {
	const machine = createMachine(session.world);
	const sys = systemOf(machine, { netns: session.netns, pid: 1 });
	const at = argv.findIndex((word) => /^-n(?:etns)?$/.test(word));
	const opened = at === 1 ? sys.openNetns(argv[2] ?? "") : undefined;
	return opened && "ok" in opened ? systemOf(machine, { netns: Number(opened.ok), pid: 1 }) : sys;
}

/** The first that works; else the first that only meets another failure, which has a repair of its own. */
function repairOf(session: Session, argv: readonly string[], { mends }: Finding, depth: number): Repair | undefined {
	const mend = mends.find((each) => works(session, each)) ?? firstOf(mends, (each) => onward(session, each, depth));
	if (!mend) return undefined;
	const last = mend.at(-1) ?? [];
	const same = last.length === argv.length && last.every((word, i) => word === argv[i]);
	return { commands: (same ? mend.slice(0, -1) : mend).map(lineOf), same };
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
	const further = next?.finding?.mends.find((each) => works(there, each));
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
