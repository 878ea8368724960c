/**
 * The way of a packet as a picture wants it: trip.ts makes its stages, and here they are set in a language, with what the packet
 * has not touched and what there is to remark.
 */
import { path as en } from "../../explain/path/en.ts";
import { path as fr } from "../../explain/path/fr.ts";
import type { PathTexts } from "../../explain/path/text.ts";
import type { Lang } from "../../explain/text.ts";
import { typeset } from "../../explain/typeset.ts";
import { type Reach, verdictOf } from "../../explain/why/reach.ts";
import { isLoopbackDevice } from "../../kernel/device.ts";
import type { Journey, Stage, Visit } from "../../picture/path/journey.ts";
import type { Scene } from "./scene.ts";
import { type Draft, deviceStage, noListener, shownName, stagesOf } from "./trip.ts";
import { devicesIn, homesOf, nsName } from "./view.ts";

/** More untouched cards are counted. */
const mostIdle = 5;

const languages: Readonly<Record<Lang, PathTexts>> = { en, fr };

export function journeyOf(scene: Scene, reach: Reach, lang: Lang): Journey {
	const texts = languages[lang];
	const visits = stagesOf(scene, reach, texts);
	const { kernel } = scene.world;
	const shown = ({ netns, stages }: Draft): Visit => ({
		ns: shownName(nsName(kernel, netns)),
		stages: stages.map((stage) => typesetStage(stage, lang)),
	});
	const [there, back] = [visits.filter((visit) => !visit.back), visits.filter((visit) => visit.back)];
	const { layer, there: packet, back: answer, untouched, stopped } = texts;
	const missed = missedOf(scene, reach, visits, texts);
	return {
		title: `${reach.from} → ${reach.to}${reach.port === undefined ? "" : `:${reach.port}`}`,
		there: there.map(shown),
		back: back.map(shown),
		idle: idleOf(scene, visits),
		...(missed && { missed: { ns: missed.ns, line: typeset(missed.line, lang) } }),
		verdict: [...remarksOf(reach, visits, texts).map((text) => typeset(text, lang)), ...verdictOf(reach, lang)],
		words: { layer, there: packet, back: answer, untouched, stopped },
	};
}

function typesetStage(stage: Stage, lang: Lang): Stage {
	const { lines, stopped } = stage;
	return {
		...stage,
		lines: lines.map((line) => typeset(line, lang)),
		...(stopped !== undefined && { stopped: typeset(stopped, lang) }),
	};
}

/** Where the packet was to go and has not come. */
function missedOf(
	{ world: { kernel }, question: { daddr, meant } }: Scene,
	reach: Reach,
	visits: readonly Draft[],
	texts: PathTexts,
): Journey["missed"] {
	if (reach.ok) return undefined;
	const netns = meant ?? homesOf(kernel, daddr)[0]?.device.netns;
	if (netns === undefined || visits.some((visit) => visit.netns === netns && !visit.back)) return undefined;
	return { ns: shownName(nsName(kernel, netns)), line: texts.notReached(daddr) };
}

/** The cards beside lo, where lo has turned the packet round. */
function idleOf({ world: { kernel } }: Scene, visits: readonly Draft[]): Map<string, string[]> {
	const turned = visits.filter(({ stages }) => stages.some(({ turns }) => turns));
	const namesIn = (netns: number) => {
		const names = devicesIn(kernel, netns)
			.filter((device) => !isLoopbackDevice(device))
			.flatMap((device) => deviceStage(device).lines);
		return names.length > mostIdle ? [...names.slice(0, mostIdle), `… ${names.length - mostIdle}`] : names;
	};
	return new Map(turned.map(({ netns }) => [shownName(nsName(kernel, netns)), namesIn(netns)]));
}

function remarksOf(reach: Reach, visits: readonly Draft[], texts: PathTexts): string[] {
	const only = visits.every(({ stages }) => stages.some(({ turns }) => turns));
	if (!only || !(reach.ok || noListener(reach))) return [];
	return [texts.noCard, texts.sameWay];
}
