/**
 * `iplab explain TOPIC`: the page with its picture. The experiment of the page is run in a world of its own up to the line that
 * the picture shows, so that the picture is never other than the model.
 */
import { type Drawing, drawings } from "../explain/lesson/drawing.ts";
import { experiments } from "../explain/lesson/experiment.ts";
import { type LessonName, lessonPage, lessonWords } from "../explain/lesson/lesson.ts";
import type { Lang } from "../explain/text.ts";
import { nestText } from "../picture/nest.ts";
import { pathText } from "../picture/path/text.ts";
import { sceneOf } from "../picture/scene.ts";
import { drawText } from "../picture/text.ts";
import { boot, run, type Session } from "./session.ts";
import { journey } from "./why.ts";

export function lessonOf(name: LessonName, lang: Lang, width: number): string {
	const drawing = drawings[name];
	return lessonPage(name, lang, width, {
		lines: [drawing.after, ...(drawing.also ?? [])],
		text: drawn(drawing, worldOf(name), lang, width),
	});
}

/** After the line that is drawn. What only a shell can run changes nothing that a picture shows. */
function worldOf(name: LessonName): Session {
	const { after, also = [] } = drawings[name];
	const lines = experiments[name].map(({ line }) => line);
	const shown = lines.slice(0, lines.lastIndexOf(after) + 1).filter((line) => !/[|&]/.test(line));
	return [...shown, ...also].reduce((session, line) => run(session, line).session, boot());
}

function drawn({ draws }: Drawing, session: Session, lang: Lang, width: number): string {
	if (draws === "world") return drawText(sceneOf(session.world.kernel), width);
	if (draws === "scopes") return nestText(levelsOf(session, lang), width);
	const found = journey(session, draws[0], draws[1], lang);
	return "stderr" in found ? found.stderr : pathText(found, width);
}

interface Row {
	readonly dst?: string;
	readonly gateway?: string;
	readonly dev?: string;
	readonly scope?: string;
	readonly ifname?: string;
	readonly addr_info?: readonly { readonly local: string; readonly prefixlen: number; readonly scope: string }[];
}

/** Addresses and routes of IPv4, the farthest reach first. JSON leaves out the scope of a route that is global. */
function levelsOf(session: Session, lang: Lang): { title: string; lines: string[] }[] {
	const rows = (line: string) => JSON.parse(run(session, line).stdout) as readonly Row[];
	const addrs = rows("ip -4 -j addr").flatMap(({ ifname, addr_info = [] }) =>
		addr_info.map(({ local, prefixlen, scope }) => ({ scope, text: `${local}/${prefixlen} dev ${ifname}` })),
	);
	const routes = rows("ip -4 -j route").map(({ dst, gateway, dev, scope = "global" }) => ({
		scope,
		text: `${dst}${gateway === undefined ? "" : ` via ${gateway}`} dev ${dev}`,
	}));
	const { scopes } = lessonWords[lang];
	return (["global", "link", "host"] as const).map((scope) => ({
		title: scopes[scope],
		lines: [...addrs, ...routes].filter((each) => each.scope === scope).map(({ text }) => text),
	}));
}
