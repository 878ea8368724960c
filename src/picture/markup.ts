/** What every SVG is written with. */

/** Tenths of a pixel: nobody sees more, and every run writes the same. */
export function round(value: number): number {
	return Math.round(value * 10) / 10;
}

export function escapeXml(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
