/** `iplab explain ip …`: a command before it runs, read by the tool itself and tried on a copy of the world. */
import { askedPage, programPage } from "../../explain/asked/page.ts";
import type { Effect } from "../../explain/asked/text.ts";
import { failurePage } from "../../explain/failure/page.ts";
import type { Lang } from "../../explain/text.ts";
import { explainFailure, lineOf } from "../failure/explain.ts";
import { run, type Session, sameWorld } from "../session.ts";
import { defaultsOf } from "./default.ts";
import { effectOf } from "./effect.ts";
import { readCommand } from "./reading.ts";

export interface AskedStyle {
	readonly lang: Lang;
	readonly width: number;
	/** The world is not one that the user chose. */
	readonly ordinary?: boolean;
}

const none: Effect = { changes: [], lost: [], won: [], broken: [], noDefault: false };

/** What the command would come to. */
export type Outcome = "changes" | "fails" | "nothing" | "shows";

export function explainCommand(session: Session, argv: readonly string[], style: AskedStyle): string {
	return explainAsked(session, argv, style).page;
}

export function explainAsked(
	session: Session,
	argv: readonly string[],
	{ lang, width, ordinary = false }: AskedStyle,
): { page: string; outcome: Outcome } {
	const reading = readCommand(session, argv);
	const found = reading.ran.exit === 0 ? undefined : explainFailure(session, argv);
	const changes = !sameWorld(session.world, reading.after.world);
	const outcome = found ? "fails" : changes ? "changes" : reading.ran.stdout === "" ? "nothing" : "shows";
	const asked = {
		items: reading.items,
		whole: lineOf(reading.whole),
		typed: lineOf(argv),
		defaults: defaultsOf(reading),
		shows: outcome === "shows",
		ordinary,
	};
	if (found) return { page: askedPage({ ...asked, failure: failurePage(found, lang, width) }, lang, width), outcome };
	const effect = changes ? effectOf(session, reading.after, argv) : none;
	return { page: askedPage({ ...asked, effect }, lang, width), outcome };
}

/** Any other program: what it says in this world, why it would fail there, what it would change. */
export function explainProgram(session: Session, argv: readonly string[], style: AskedStyle): string {
	const { lang, width, ordinary = false } = style;
	const ran = run(session, argv);
	const found = ran.exit === 0 ? undefined : explainFailure(session, argv);
	const effect = sameWorld(session.world, ran.session.world) ? none : effectOf(session, ran.session, argv);
	return programPage(
		{ stdout: ran.stdout, effect, ordinary, ...(found && { failure: failurePage(found, lang, width) }) },
		lang,
		width,
	);
}
