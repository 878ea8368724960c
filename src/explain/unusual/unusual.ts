/**
 * What is unusual on a page, said before all else: a person who knows ip would stop there. Each rule looks at what the page
 * shows and at nothing else; where it shows too little to tell, it is silent.
 */
import type { Place } from "../place.ts";
import { survey } from "../survey.ts";
import { unusualAddrs } from "./address.ts";
import { unusualCounts, unusualLink } from "./link.ts";
import { unusualLo } from "./lo.ts";
import type { Unusual } from "./notice.ts";
import { unusualItems } from "./route.ts";

export function unusual(places: readonly Place[]): readonly Unusual[] {
	const { links, items } = survey(places);
	const found = links.flatMap((link) => [
		...unusualLo(link, links),
		...unusualAddrs(link, links),
		...unusualLink(link, links),
	]);
	return [...found, ...unusualCounts(places), ...unusualItems(items)].sort(
		(a, b) => a.place.line - b.place.line || a.place.start - b.place.start,
	);
}
