/**
 * What stands above a page of text: what is unusual here, each with the line it is on, why it matters and how to look
 * further. Where all is ordinary there is nothing.
 */

import { wrap } from "../../print/wrap.ts";
import { languages } from "../note.ts";
import type { Remark, Report } from "../report.ts";
import type { PageStyle } from "./text.ts";

export function head(report: Report, style: PageStyle): string {
	const { page } = languages[report.lang];
	if (report.remarks.length === 0) return "";
	const title = style.color ? `\x1b[1m${page.unusual}\x1b[22m` : page.unusual;
	const said = new Set<string>();
	const rows = report.remarks.flatMap((remark) => {
		const isNew = !said.has(remark.why);
		said.add(remark.why);
		return told(remark, isNew, report, style);
	});
	return [title, ...rows, ""].map((line) => `${line}\n`).join("");
}

/** `isNew`: why it matters is said once on a page. */
function told(remark: Remark, isNew: boolean, { lang }: Report, { width, color }: PageStyle): string[] {
	const { page } = languages[lang];
	const text = (paragraph: string) => wrap(paragraph, Math.max(24, width - 4)).map((line) => `    ${line}`);
	const what = wrap(`${remark.what} (${page.line(remark.line + 1)})`, Math.max(24, width - 4)).map((line, i) => {
		const mark = i === 0 ? "  ! " : "    ";
		return color ? `${mark}\x1b[1m${line}\x1b[22m` : `${mark}${line}`;
	});
	return [...what, ...(isNew ? text(remark.why) : []), ...text(`${page.look} ${remark.look}`)];
}
