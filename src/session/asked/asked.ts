/** `iplab explain ip …`: a command before it runs, read by the tool itself and tried on a copy of the world. */
import { askedPage } from "../../explain/asked/page.ts";
import type { Effect } from "../../explain/asked/text.ts";
import { failurePage } from "../../explain/failure/page.ts";
import type { Lang } from "../../explain/text.ts";
import { explainFailure, lineOf } from "../failure/explain.ts";
import { type Session, sameWorld } from "../session.ts";
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

export function explainCommand(session: Session, argv: readonly string[], style: AskedStyle): string {
	const { lang, width, ordinary = false } = style;
	const reading = readCommand(session, argv);
	const found = reading.ran.exit === 0 ? undefined : explainFailure(session, argv);
	const changes = !sameWorld(session.world, reading.after.world);
	const asked = {
		items: reading.items,
		whole: lineOf(reading.whole),
		typed: lineOf(argv),
		defaults: defaultsOf(reading),
		shows: !changes && reading.ran.stdout !== "",
		ordinary,
	};
	if (found) return askedPage({ ...asked, failure: failurePage(found, lang, width) }, lang, width);
	return askedPage({ ...asked, effect: changes ? effectOf(session, reading.after, argv) : none }, lang, width);
}
